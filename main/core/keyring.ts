// Codex's entry in the keychain of the system: what it is called, and why it cannot be read. Opens
// nothing; codex/keyring.ts does.
// Source: codex-protocol.md §2, observed with a real Secret Service.

export const KEYRING_SERVICE = 'Codex Auth';
const ACCOUNT_DIGITS = 16;

/** The entry's account, by the SHA-256 of the home's canonical path in hex. */
export function keyringAccount(homeDigest: string): string {
  return `cli|${homeDigest.slice(0, ACCOUNT_DIGITS)}`;
}

/** Why the sign-in cannot be had: each has a sentence of its own. */
export type KeyringIssue =
  /** Codex keeps it in its own memory, where nobody else can read it. */
  | 'ephemeral'
  /** This system has no way of reading it. */
  | 'not-possible'
  /** The program that reads it is not installed, or not one to be trusted. */
  | 'no-program'
  | 'no-entry'
  /** Somebody said no, or nobody said anything, or there is no keychain. */
  | 'not-opened'
  /** What is there is no sign-in. */
  | 'unreadable';

/** Whether asking once more may help. */
export function mayOpen(issue: KeyringIssue | undefined): boolean {
  return issue !== 'ephemeral' && issue !== 'not-possible';
}

/** What a program that reads an entry left behind. */
export interface Ended {
  /** Null if it was ended for taking too long or saying too much. */
  readonly code: number | null;
  readonly stdout: string;
  /** Whether it complained. */
  readonly hasComplained: boolean;
}

/** Source: errSecItemNotFound as the program of macOS ends with it; documented by others, not run. */
const MAC_NOT_FOUND = 44;

/** The sign-in in what the program said, or why there is none. */
export function readEntry(
  { code, stdout, hasComplained }: Ended,
  platform: string,
): { readonly text: string } | { readonly issue: KeyringIssue } {
  if (code === 0) {
    const said = stdout.replace(/\n$/, '');
    return said === '' ? { issue: 'no-entry' } : { text: said };
  }
  const isMissing = platform === 'darwin' ? code === MAC_NOT_FOUND : code === 1 && !hasComplained;
  return { issue: isMissing ? 'no-entry' : 'not-opened' };
}
