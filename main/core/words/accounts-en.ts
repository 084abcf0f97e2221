// Every sentence about several accounts in English: the switch, the warnings, the settings, the import.
// Part of the catalogue; en.ts joins it. A name is the person's own word and arrives as it is.

import type { IniProblem } from '../accounts-ini.ts';
import type { MarkShape } from '../icon.ts';
import type { AddProblem } from '../known-accounts.ts';

export type ImportProblemKind = IniProblem['kind'] | 'missing' | 'unreadable' | 'too-large';
export type ImportOutcomeKind =
  | AddProblem
  | 'added'
  | 'for-now'
  | 'not-saved'
  | 'no-such-file'
  | 'token-not-understood';

export const accountsEn = {
  /** What the switch is called for a screen reader. */
  switchName: 'Account',
  /** Codex's own home, which nobody named. */
  own: 'Default',
  states: {
    healthy: 'room left',
    near: 'near a limit',
    blocked: 'blocked',
    stale: 'old numbers',
    'sign-in': 'sign-in needed',
    never: 'not asked yet',
  } satisfies Record<MarkShape, string>,
  spoken: (name: string, state: string) => `${name}, ${state}`,
  /** A line of tooltip and menu. */
  line: (name: string, text: string) => `${name}: ${text}`,
  alertTitle: (name: string, title: string) => `${name}: ${title}`,

  copy: {
    title: 'Two copies of one sign-in',
    text: (other: string) =>
      `“${other}” has the same one. A renewal of either ends the other, so Plimsoll renews neither. Run codex login in one of them.`,
  },
  sameFile: {
    title: 'One sign-in, two ways to it',
    text: (other: string) => `“${other}” leads to the same file; it is asked about once.`,
  },
  importAgain: {
    title: 'Import it again',
    text: 'Its token came from an accounts.ini and is not kept. Import the file again.',
  },

  settings: {
    mark: {
      label: 'The mark shows',
      explanation: 'The chosen account, or the most pressing one.',
      options: { chosen: 'Chosen', 'most-pressing': 'Most pressing' },
    },
    kinds: {
      own: 'The home that Codex itself uses.',
      home: 'A Codex home of its own.',
      'auth-file': 'A sign-in file of its own.',
      token: 'An imported token, until Plimsoll ends.',
    },
    remove: 'Remove',
    removeSpoken: (name: string) => `Remove ${name}`,
    removeConfirm: 'Really remove?',
    add: {
      label: 'Another Codex home',
      explanation: 'A folder with an auth.json in it.',
      button: 'Add folder…',
      added: (name: string) => `“${name}” is added.`,
      'no-home': 'There is no auth.json in that folder.',
    },
    import: {
      label: 'From accounts.ini',
      explanation: 'It is read once; its tokens are not kept.',
      button: 'Import…',
    },
  },

  outcomes: {
    added: 'added',
    'for-now': 'used until Plimsoll ends',
    'already-known': 'already known',
    'name-taken': 'another account has this name',
    'bad-name': 'this cannot be a name',
    'too-many': 'there are too many accounts',
    'not-saved': 'it could not be saved',
    'no-such-file': 'there is no such file',
    'token-not-understood': 'its token cannot be understood',
  } satisfies Record<ImportOutcomeKind, string>,
  /** What the command says of a token, which ends with it. */
  tokenWorks: 'its token works, but is not kept; import the file in the app to see it there',
  tokenFails: 'its token got no numbers, and is not kept',
  problem: (kind: ImportProblemKind, line: number | null) =>
    line === null ? `${PROBLEMS[kind]}.` : `Line ${line}: ${decapital(PROBLEMS[kind])}.`,
};

const PROBLEMS: Readonly<Record<ImportProblemKind, string>> = {
  missing: 'There is no such file',
  unreadable: 'The file cannot be read',
  'too-large': 'The file is larger than 256 KiB',
  'not-text': 'The file is not UTF-8 text',
  'no-section': 'The file has no section such as [work]',
  'not-understood': 'This is no section, no key and no comment',
  'outside-section': 'A key stands before the first section',
  'unknown-key': 'Only access_token, account_id, sessions_dir and auth_file are known here',
  'duplicate-key': 'The same key stands twice in its section',
  'duplicate-section': 'Two sections have this name',
  'bad-name': 'The section needs another name, of 1 to 40 characters and not “default”',
  'bad-quotes': 'The quotes do not match',
  'empty-section': 'The section has neither auth_file nor access_token',
  'too-many': 'The file has more than 50 sections',
};

function decapital(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
