// What went wrong, in English: a title, a sentence that says what it means and what to do, what comes
// without doing anything, and a few words for the age line. One entry for every kind; a new kind does
// not compile without one.

import type { Failure, FailureKind, OtherSignIn, SignInReason, Warning } from '../failure.ts';
import type { KeyringIssue } from '../keyring.ts';

export interface FailureWords {
  readonly title: string;
  readonly text: string;
  /** What Plimsoll will do without being asked; true only while it goes on running. */
  readonly promise: string | null;
  /** After "Saved, 2 h ago:". */
  readonly short: string;
}

/** An entry for every kind; a moment arrives as "at 18:40", null where the service named none. */
export type FailureTable = {
  readonly [Kind in FailureKind]: (
    failure: Extract<Failure, { kind: Kind }>,
    retryAt: string | null,
  ) => FailureWords;
};

const LOOKS_AGAIN = 'Plimsoll tries again by itself.';
const NOTICES = 'Plimsoll notices by itself.';
const SIGN_IN_WITH_CHATGPT = 'Sign in to Codex with ChatGPT to see limits.';

const OTHER_SIGN_IN: Record<OtherSignIn, string> = {
  bedrock: `Amazon Bedrock has no ChatGPT quota to show. ${SIGN_IN_WITH_CHATGPT}`,
  'agent-identity': `A registered agent has no quota that can be asked. ${SIGN_IN_WITH_CHATGPT}`,
  'personal-access-token': `A personal access token has no quota that can be asked. ${SIGN_IN_WITH_CHATGPT}`,
  'custom-backend':
    'Codex talks to another provider, which has no ChatGPT quota. Check the limits with that provider.',
  'unknown-mode': `This version does not know its kind and leaves it alone. ${SIGN_IN_WITH_CHATGPT}`,
};

const SIGN_IN: Record<SignInReason, string> = {
  'no-tokens': 'The sign-in file holds no tokens.',
  rejected: 'OpenAI no longer accepts the sign-in.',
  'no-refresh-token': 'The sign-in has expired and cannot be renewed.',
  'refresh-disabled': 'The sign-in has expired, and renewing it is switched off.',
  'refresh-expired': 'The sign-in has expired for good.',
  'refresh-reused': 'The sign-in was renewed elsewhere, or an older one was put back.',
  'refresh-revoked': 'The sign-in was ended by OpenAI or by you.',
  'not-renewed': 'Codex did not renew the sign-in.',
  'codex-not-found':
    'Codex is to renew the sign-in and was not found; the settings can change that.',
};

const KEYRING =
  'Plimsoll opens it only when you ask: read-only, until it quits, and copied nowhere.';
const KEYRING_ISSUES: Readonly<Record<KeyringIssue, string>> = {
  ephemeral: 'Codex is set to keep it in memory only, where nobody else can read it.',
  'not-possible':
    'This system lets no other program read it. With cli_auth_credentials_store = "file" it works here.',
  'no-program': 'Reading it takes secret-tool, from the package libsecret-tools or libsecret.',
  'no-entry': 'There is no sign-in of this Codex home in it. Sign in with Codex.',
  'not-opened': 'It was not opened: it is locked, or it was refused.',
  unreadable: 'What is there is no sign-in that Plimsoll can read. Sign in with Codex once more.',
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'not-a-file': 'auth.json is not an ordinary file.',
  'not-permitted': 'You may not read auth.json.',
};

export const failuresEn: FailureTable = {
  'auth-file-missing': () => ({
    title: 'Not signed in to Codex',
    text: 'There is no sign-in on this computer. Run codex login.',
    promise: NOTICES,
    short: 'not signed in',
  }),
  'auth-file-unreadable': ({ issue }) => ({
    title: 'The sign-in file cannot be read',
    text: `${UNREADABLE[issue] ?? 'auth.json could not be opened.'} Put it right, then try again.`,
    promise: null,
    short: 'sign-in file unreadable',
  }),
  'auth-file-malformed': () => ({
    title: 'The sign-in file is not whole',
    text: 'Codex’s auth.json cannot be understood. If it stays so, run codex login.',
    promise: null,
    short: 'sign-in file not whole',
  }),
  'auth-file-unwritable': () => ({
    title: 'The sign-in file cannot be written',
    text: 'A renewed sign-in could not be saved, so none was asked for. Make auth.json writable.',
    promise: null,
    short: 'sign-in file not writable',
  }),
  'auth-in-keyring': ({ issue }) => ({
    title: 'Codex keeps its sign-in in the keychain',
    text: issue === undefined ? KEYRING : KEYRING_ISSUES[issue],
    promise: null,
    short: 'sign-in is in the keychain',
  }),
  'api-key-only': () => ({
    title: 'Codex works on an API key',
    text: `API use is billed by the token and has no quota to show. ${SIGN_IN_WITH_CHATGPT}`,
    promise: null,
    short: 'API key',
  }),
  'other-sign-in': ({ reason }) => ({
    title: 'Codex uses another kind of sign-in',
    text: OTHER_SIGN_IN[reason],
    promise: null,
    short: 'another kind of sign-in',
  }),
  'config-malformed': ({ issue }) => ({
    title: 'Codex’s config.toml cannot be read',
    text: `Correct it (${issue}); nothing is asked until then.`,
    promise: null,
    short: 'config.toml not readable',
  }),
  'address-refused': ({ setting }) => ({
    title: 'An unsafe address is set',
    text: `${setting} names an address that is neither https nor on this computer. Nothing was sent.`,
    promise: null,
    short: 'address refused',
  }),
  'sign-in-required': ({ reason }) => ({
    title: 'Sign in to Codex again',
    text: `${SIGN_IN[reason]} Run codex login.`,
    promise: NOTICES,
    short: 'sign-in needed',
  }),
  offline: () => ({
    title: 'Offline',
    text: 'OpenAI cannot be reached.',
    promise: LOOKS_AGAIN,
    short: 'offline',
  }),
  timeout: () => ({
    title: 'No answer',
    text: 'OpenAI did not answer in time.',
    promise: LOOKS_AGAIN,
    short: 'no answer',
  }),
  tls: () => ({
    title: 'The connection is not trusted',
    text: 'The server’s certificate could not be verified. Check the clock and, behind a company proxy, its certificate authority.',
    promise: null,
    short: 'certificate not trusted',
  }),
  'captive-portal': () => ({
    title: 'This network wants a sign-in',
    text: 'A web page came instead of an answer. Sign in to the network in a browser, then try again.',
    promise: null,
    short: 'network sign-in page',
  }),
  'proxy-sign-in': () => ({
    title: 'The proxy wants a sign-in',
    text: 'Sign in to the proxy, then try again.',
    promise: null,
    short: 'proxy sign-in',
  }),
  blocked: () => ({
    title: 'OpenAI refused the request',
    text: 'It is not about your sign-in.',
    promise: LOOKS_AGAIN,
    short: 'request refused',
  }),
  'rate-limited': (_failure, retryAt) => ({
    title: 'Asked too often',
    text:
      retryAt === null
        ? 'The next look is possible after a pause.'
        : `The next look is possible ${retryAt}.`,
    promise: LOOKS_AGAIN,
    short: 'asked too often',
  }),
  'server-error': ({ status }) => ({
    title: 'OpenAI has trouble',
    text: `It answered with error ${status}.`,
    promise: LOOKS_AGAIN,
    short: 'OpenAI has trouble',
  }),
  'account-changed': () => ({
    title: 'The account changed',
    text: 'Its numbers come with the next look.',
    promise: null,
    short: 'account changed',
  }),
  busy: () => ({
    title: 'Renewing has to wait a moment',
    text: 'Another Plimsoll or this computer is busy.',
    promise: LOOKS_AGAIN,
    short: 'renewal waits',
  }),
  'nothing-saved': () => ({
    title: 'Nothing saved yet',
    text: 'No numbers have been saved for this sign-in.',
    promise: null,
    short: 'nothing saved',
  }),
  'nothing-in-log': () => ({
    title: 'Codex has noted no numbers yet',
    text: 'By your settings nobody is asked. Numbers come once Codex has been used with this sign-in.',
    promise: null,
    short: 'nothing in Codex’s log',
  }),
  'unexpected-status': ({ status }) => ({
    title: 'OpenAI answered in a new way',
    text: `Status ${status} is not known to Plimsoll. Please report it.`,
    promise: null,
    short: 'unknown answer',
  }),
  'unexpected-body': ({ issue }) => ({
    title: 'OpenAI answered in a new way',
    text: `The answer could not be understood (${issue}). Please report it.`,
    promise: null,
    short: 'unknown answer',
  }),
};

export const repairEn = {
  title: 'The sign-in file is only half there',
  text: 'Something was cut off while writing auth.json. The sign-in from before, renewed since, can be put back.',
};

export const warningsEn: Record<Warning['kind'], string> = {
  'refreshed-tokens-not-saved':
    'The renewed sign-in is not in auth.json yet; it is saved with the next look.',
  'exchange-outcome-unknown':
    'Renewing the sign-in was cut off, so it may be spent. Let Codex try, or try once more.',
};
