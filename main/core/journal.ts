// The journal's text, and what an unfinished rotation means: the table of reliability.md 3.3.
// Pure; codex/journal-file.ts keeps it on disk. Holds tokens as text: never log any of it.

import { z } from 'zod';
import { parseJson } from './answers.ts';
import { parseGrant, rescueGrant, type TokenGrant } from './grant.ts';

/** Spaces after the header, so that the answer never needs new blocks on the disk. */
export const JOURNAL_ROOM_BYTES = 64 * 1024;

export interface JournalHeader {
  readonly version: 1;
  /** Fingerprint of the refresh token that was sent. */
  readonly parent: string;
  /** Fingerprint of the account. */
  readonly account: string;
  readonly sentAtMs: number;
  /** auth.json as it was read. */
  readonly document: string;
}

export type Journal =
  | { readonly state: 'sending'; readonly header: JournalHeader }
  | { readonly state: 'received'; readonly header: JournalHeader; readonly answer: string }
  /** `text` is what follows the first line, or everything if there is but one. */
  | { readonly state: 'torn'; readonly header: JournalHeader | null; readonly text: string };

/** auth.json now, seen from the journal; `other-account` covers another mode too. */
export type FileNow =
  | 'has-parent'
  | 'has-granted'
  | 'other-token'
  | 'other-account'
  | 'none'
  | 'unreadable';

/** `mark-sent`: the token may be spent; prefer Codex, tell the person. */
export type Settling = 'publish' | 'remove' | 'keep' | 'mark-sent';

/** One JSON line; in the file spaces follow it. */
export function formatJournalHeader(header: JournalHeader): string {
  const { version, parent, account, sentAtMs, document } = header;
  return `${JSON.stringify({ version, parent, account, sentAtMs, document })}\n`;
}

/** What is written over the spaces, right behind the header, before anything reads the answer. */
export function formatReceived(answer: string): string {
  const marker = { state: 'received', length: answer.length, check: checksum(answer) };
  return `${JSON.stringify(marker)}\n${answer}\n`;
}

/** Reads the whole file. An answer that is not there to its last character makes it torn. */
export function parseJournal(text: string): Journal {
  const [line, rest] = cutLine(text);
  if (rest === null) return { state: 'torn', header: null, text };
  const header = headerSchema.safeParse(jsonOf(line));
  if (!header.success) return { state: 'torn', header: null, text: rest };
  if (/^ *$/.test(rest)) return { state: 'sending', header: header.data };
  const answer = readReceived(rest);
  if (answer === null) return { state: 'torn', header: header.data, text: rest };
  return { state: 'received', header: header.data, answer };
}

/** The grant that a journal holds; null if none is complete, and then it counts as `sending`. */
export function grantOfJournal(journal: Journal): TokenGrant | null {
  if (journal.state === 'sending') return null;
  const whole = journal.state === 'received' ? parseGrant(journal.answer) : null;
  if (whole !== null) return whole;
  const rescued = rescueGrant(journal.state === 'received' ? journal.answer : journal.text);
  // Why: a damaged answer without its refresh token may have lost it.
  return rescued?.refreshToken == null ? null : rescued;
}

/** One cell of reliability.md 3.3. */
export function decideSettling(state: 'sending' | 'received', file: FileNow): Settling {
  switch (file) {
    case 'has-parent':
      return state === 'received' ? 'publish' : 'mark-sent';
    case 'unreadable':
      // Why: also while sending. A half file may turn out to hold the parent still, and then the
      // note that it was sent is the only one.
      return 'keep';
    case 'has-granted':
    case 'other-token':
    case 'other-account':
    case 'none':
      return 'remove';
  }
}

/**
 * Whether a text that is no whole document may be the beginning of this one, or nothing of it: whatever
 * token or account it names stands there too. Blocks that a power loss took read as NUL.
 */
export function mayBePieceOf(text: string, document: string): boolean {
  if (!/^[\s\0]*(?:\{|$)/.test(text)) return false;
  const named = text.matchAll(/"(?:refresh_token|access_token|account_id)"\s*:\s*("[^"\\]*")/g);
  return [...named].every(([, value = '']) => document.includes(value));
}

const headerSchema = z.object({
  version: z.literal(1),
  parent: z.string(),
  account: z.string(),
  sentAtMs: z.number(),
  document: z.string(),
});

const markerSchema = z.object({
  state: z.literal('received'),
  length: z.number().int().nonnegative(),
  check: z.string(),
});

function readReceived(rest: string): string | null {
  const [line, after] = cutLine(rest);
  const marker = markerSchema.safeParse(jsonOf(line));
  if (!marker.success || after === null) return null;
  const { length, check } = marker.data;
  const answer = after.slice(0, length);
  return after[length] === '\n' && checksum(answer) === check ? answer : null;
}

/** The first line and what follows its end; null if it has no end. */
function cutLine(text: string): readonly [string, string | null] {
  const end = text.indexOf('\n');
  return end === -1 ? [text, null] : [text.slice(0, end), text.slice(end + 1)];
}

function jsonOf(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? json.value : null;
}

/**
 * FNV-1a over the UTF-16 code units.
 * Why: after a power loss single blocks of the answer may be missing; its length does not tell.
 */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
