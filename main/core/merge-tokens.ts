// New tokens into the text of auth.json, byte for byte: only values named here change.
// Works on plain text: auth.ts, its only caller, opens the secrets. Never logs or keeps a token.

import { codexRefusal, idTokenRefusal } from './codex-rules.ts';
import { type Failure, fail, type Result, succeed } from './failure.ts';
import { type JsonMember, type JsonObject, memberOf, readJson, type Span } from './json-text.ts';

export type Malformed = Extract<Failure, { readonly kind: 'auth-file-malformed' }>;

export interface MergeInput {
  readonly text: string;
  /** Null or empty keeps the token in the file. */
  readonly tokens: {
    readonly accessToken: string | null;
    readonly refreshToken: string | null;
    readonly idToken: string | null;
  };
  /** RFC 3339 in UTC. */
  readonly lastRefresh: string;
}

/**
 * The document with the new values; an id token that Codex would refuse is left out.
 * Fails with auth-file-malformed if Codex would refuse the document, before or after.
 */
export function mergeTokenTexts(input: MergeInput): Result<string, Malformed> {
  const { text } = input;
  const refusal = codexRefusal(text);
  if (refusal !== null) return failMalformed(refusal);
  const root = readJson(text);
  if (!root.ok || root.value.kind !== 'object') return failMalformed('document: expected object');
  const tokens = memberOf(root.value, 'tokens');
  if (tokens?.kind !== 'object') return failMalformed('tokens: expected object');

  const merged = applyEdits(text, [
    ...tokenEdits(tokens, input.tokens),
    lastRefreshEdit(text, root.value, input.lastRefresh),
  ]);
  const refusalAfter = codexRefusal(merged);
  return refusalAfter === null ? succeed(merged) : failMalformed(refusalAfter);
}

export function failMalformed(issue: string): Result<never, Malformed> {
  return fail({ kind: 'auth-file-malformed', issue });
}

interface Edit extends Span {
  readonly replacement: string;
}

function tokenEdits(node: JsonObject, tokens: MergeInput['tokens']): readonly Edit[] {
  const { accessToken, refreshToken, idToken } = tokens;
  const goodIdToken = idToken !== null && idTokenRefusal(idToken) === null ? idToken : null;
  const values = [
    ['access_token', accessToken],
    ['refresh_token', refreshToken],
    ['id_token', goodIdToken],
  ] as const;
  return values.flatMap(([key, value]) => {
    const old = memberOf(node, key);
    // An empty string in a grant counts as absent (reading-rules.md 30).
    if (!value || old === null) return [];
    return [{ start: old.start, end: old.end, replacement: JSON.stringify(value) }];
  });
}

/** Replaces the value, or adds the member at the end in the style of the last one. */
function lastRefreshEdit(text: string, root: JsonObject, lastRefresh: string): Edit {
  const value = JSON.stringify(lastRefresh);
  const old = memberOf(root, 'last_refresh');
  if (old !== null) return { start: old.start, end: old.end, replacement: value };
  const last = root.members.at(-1);
  if (last === undefined) return { start: root.end, end: root.end, replacement: '' };
  const { end } = last.value;
  const space = spaceBefore(text, last);
  const colon = text.slice(last.keySpan.end, last.value.start);
  return { start: end, end, replacement: `,${space}"last_refresh"${colon}${value}` };
}

/** What stands between a member's key and the bracket or comma in front of it. */
function spaceBefore(text: string, member: JsonMember): string {
  const before = text.slice(0, member.keySpan.start);
  return before.slice(before.trimEnd().length);
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  const pieces = ordered.flatMap(({ start, replacement }, index) => [
    text.slice(ordered[index - 1]?.end ?? 0, start),
    replacement,
  ]);
  return pieces.join('') + text.slice(ordered.at(-1)?.end ?? 0);
}
