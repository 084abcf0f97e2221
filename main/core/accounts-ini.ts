// What an accounts.ini means: sections with a name, each a sign-in file or a token. Read once; a token
// is wrapped as soon as it is found. What is wrong is told by its line and kind, never by its text,
// which may be a token in the wrong place.
// Why no library: those for INI files merge sections of one name, keep no line numbers, and quote what
// they choke on; what is needed of the format is a line of three kinds.

import { type AuthFile, parseAuthFile } from './auth.ts';
import { fail, type Result, succeed } from './failure.ts';
import { isAccountName, isSameName, KNOWN_ACCOUNTS_MAX } from './known-accounts.ts';

export const ACCOUNTS_INI_MAX_BYTES = 256 * 1024;

export interface IniSection {
  readonly name: string;
  /** The line of its head, from 1. */
  readonly line: number;
  /** As written; whoever has a file system makes a path of it. */
  readonly authFile: string | null;
  readonly sessionsDir: string | null;
  /** Out of `access_token` and `account_id`; null without one, or where a file is named. */
  readonly signIn: AuthFile | null;
}

export interface IniProblem {
  readonly kind:
    | 'not-text'
    | 'no-section'
    | 'not-understood'
    | 'outside-section'
    | 'unknown-key'
    | 'duplicate-key'
    | 'duplicate-section'
    | 'bad-name'
    | 'bad-quotes'
    | 'empty-section'
    | 'too-many';
  /** From 1; null where it is about the whole file. */
  readonly line: number | null;
}

const KEYS = ['access_token', 'account_id', 'sessions_dir', 'auth_file'] as const;
type Key = (typeof KEYS)[number];

interface Open {
  readonly name: string;
  readonly line: number;
  readonly values: Map<Key, string>;
}

/** All sections, or the first thing that is wrong: a file is taken whole or not at all. */
export function parseAccountsIni(text: string): Result<readonly IniSection[], IniProblem> {
  // Why: invalid UTF-8 reads as U+FFFD, and UTF-16 is full of NULs.
  if (/[\0\uFFFD]/.test(text)) return fail({ kind: 'not-text', line: null });
  const open: Open[] = [];
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const problem = readLine(raw.trim(), at + 1, open);
    if (problem !== null) return fail({ kind: problem, line: at + 1 });
  }
  if (open.length === 0) return fail({ kind: 'no-section', line: null });
  if (open.length > KNOWN_ACCOUNTS_MAX) return fail({ kind: 'too-many', line: null });
  const sections: IniSection[] = [];
  for (const section of open) {
    const closed = closeSection(section);
    if (closed === null) return fail({ kind: 'empty-section', line: section.line });
    sections.push(closed);
  }
  return succeed(sections);
}

/** Takes one line into what is open; what is wrong with it, or null. */
function readLine(line: string, number: number, open: Open[]): IniProblem['kind'] | null {
  if (line === '' || line.startsWith('#') || line.startsWith(';')) return null;
  if (line.startsWith('[')) return openSection(line, number, open);
  const pair = /^([A-Za-z_]+)\s*[=:]\s*(.*)$/.exec(line);
  const [, name = '', raw = ''] = pair ?? [];
  if (pair === null) return 'not-understood';
  const section = open.at(-1);
  if (section === undefined) return 'outside-section';
  const key = KEYS.find((known) => known === name.toLowerCase());
  if (key === undefined) return 'unknown-key';
  if (section.values.has(key)) return 'duplicate-key';
  const value = unquoted(raw);
  if (value === null) return 'bad-quotes';
  section.values.set(key, value);
  return null;
}

function openSection(line: string, number: number, open: Open[]): IniProblem['kind'] | null {
  const name = /^\[([^[\]]*)\]$/.exec(line)?.[1]?.trim();
  if (name === undefined) return 'not-understood';
  if (!isAccountName(name)) return 'bad-name';
  if (open.some((other) => isSameName(other.name, name))) return 'duplicate-section';
  open.push({ name, line: number, values: new Map() });
  return null;
}

/** Without the quotes around it; null if they do not match. */
function unquoted(raw: string): string | null {
  const quote = raw.charAt(0);
  if (quote !== '"' && quote !== "'") return raw;
  const inner = raw.slice(1, -1);
  return raw.length > 1 && raw.endsWith(quote) && !inner.includes(quote) ? inner : null;
}

function closeSection({ name, line, values }: Open): IniSection | null {
  const given = (key: Key): string | null => values.get(key)?.trim() || null;
  const [authFile, accessToken] = [given('auth_file'), given('access_token')];
  if (authFile === null && accessToken === null) return null;
  const tokens = { access_token: accessToken, account_id: given('account_id') };
  const read = authFile === null ? parseAuthFile(JSON.stringify({ tokens })) : null;
  return {
    name,
    line,
    authFile,
    sessionsDir: given('sessions_dir'),
    signIn: read?.ok === true ? read.value : null,
  };
}
