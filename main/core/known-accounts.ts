// The sign-ins that this computer's person has shown to Plimsoll beside Codex's own home: names and
// places, never tokens. Pure; codex/accounts-file.ts keeps them in accounts.json under a lock.

import { z } from 'zod';
import { fail, type Result, succeed } from './failure.ts';
import { DEFAULT_ACCOUNT } from './own-account.ts';

/** Each is a monitor with its own history and alerts: a limit with a name. */
export const KNOWN_ACCOUNTS_MAX = 50;
export const ACCOUNT_NAME_MAX = 40;

const ID = /^[0-9a-f]{8}$/;
const path = z.string().min(1).max(4_096);

const place = z.discriminatedUnion('kind', [
  /** A whole Codex home: its auth.json, its config.toml. */
  z.object({ kind: z.literal('home'), folder: path }),
  /** One file by itself, under whatever name. */
  z.object({ kind: z.literal('auth-file'), authFile: path }),
  /** A token out of an accounts.ini, known to one run only: here is no more than that it was. */
  z.object({ kind: z.literal('token') }),
]);

const known = z.object({
  id: z.string().regex(ID),
  name: z.string(),
  place,
  /** Where its local activity is counted; null for the folder that Codex itself uses. */
  sessionsDir: path.nullable().catch(null),
});

const file = z.object({ version: z.literal(1), accounts: z.array(known).max(1_000) });

export type AccountPlace = z.infer<typeof place>;
export type KnownAccount = z.infer<typeof known>;
/** One that is to become known. */
export type NewAccount = Omit<KnownAccount, 'id'>;
export type AddProblem = 'already-known' | 'name-taken' | 'bad-name' | 'too-many';

/** What a text holds, or null if there is nothing to be read in it. Never throws. */
export function parseKnownAccounts(text: string): readonly KnownAccount[] | null {
  try {
    const read = file.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const ids = new Set<string>();
    return read.data.accounts
      .filter(({ id, name }) => isAccountName(name) && !ids.has(id) && ids.add(id))
      .slice(0, KNOWN_ACCOUNTS_MAX);
  } catch {
    // Not JSON: the caller keeps it aside.
    return null;
  }
}

export function formatKnownAccounts(accounts: readonly KnownAccount[]): string {
  return `${JSON.stringify({ version: 1, accounts }, null, 2)}\n`;
}

/** Short, printable, on one line, and not the name of Codex's own home. */
export function isAccountName(name: string): boolean {
  const isPlain = !/[\p{C}\p{Zl}\p{Zp}]/u.test(name) && name.trim() === name;
  const { length } = [...name];
  return isPlain && length > 0 && length <= ACCOUNT_NAME_MAX && !isSameName(name, DEFAULT_ACCOUNT);
}

/** People do not tell names apart by capitals, and a command line should not make them. */
export function isSameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}

/** The list with one more; a token of a name that is known already comes in its place. */
export function addAccount(
  accounts: readonly KnownAccount[],
  added: NewAccount,
  id: string,
): Result<readonly KnownAccount[], AddProblem> {
  if (!isAccountName(added.name)) return fail('bad-name');
  if (accounts.some((other) => isSamePlace(other.place, added.place))) return fail('already-known');
  const namesake = accounts.find(({ name }) => isSameName(name, added.name));
  if (namesake?.place.kind === 'token' && added.place.kind === 'token')
    return succeed(
      accounts.map((other) => (other === namesake ? { ...added, id: other.id } : other)),
    );
  if (namesake !== undefined) return fail('name-taken');
  if (accounts.length >= KNOWN_ACCOUNTS_MAX) return fail('too-many');
  return succeed([...accounts, { ...added, id }]);
}

export function removeAccount(
  accounts: readonly KnownAccount[],
  id: string,
): readonly KnownAccount[] {
  return accounts.filter((other) => other.id !== id);
}

function isSamePlace(a: AccountPlace, b: AccountPlace): boolean {
  if (a.kind === 'home' && b.kind === 'home') return a.folder === b.folder;
  return a.kind === 'auth-file' && b.kind === 'auth-file' && a.authFile === b.authFile;
}

/**
 * A name for a folder, out of its path's parts, last one last: ".codex-work" is "work", and ".codex"
 * is named after the folder it lies in. Made different from all that there are.
 */
export function nameFor(parts: readonly string[], accounts: readonly KnownAccount[]): string {
  const candidates = parts.toReversed().map(trimmedName);
  const name = candidates.find((candidate) => isAccountName(candidate)) ?? 'codex';
  const isTaken = (candidate: string): boolean =>
    accounts.some((other) => isSameName(other.name, candidate));
  for (let count = 2; ; count += 1) {
    const candidate = count === 2 && !isTaken(name) ? name : `${name} ${count}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function trimmedName(part: string): string {
  const plain = part.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').replace(/^\.+/, '');
  const own = plain.replace(/^codex[-_. ]*/i, '').replace(/[-_. ]*codex$/i, '');
  return [...own.trim()]
    .slice(0, ACCOUNT_NAME_MAX - 4)
    .join('')
    .trim();
}
