// One check of the doctor, and the order in which checks are told: by what most likely keeps the
// numbers away. The order is a list to read and to argue about, not the outcome of a formula.
// Why English only: the report is made to be pasted into a public issue, where those who help read it.

export type CheckId =
  | 'codex-home'
  | 'codex-config'
  | 'sign-in-store'
  | 'auth-file'
  | 'auth-file-mode'
  | 'auth-file-place'
  | 'access-token'
  | 'renewal'
  | 'token-agreement'
  | 'last-refresh'
  | 'codex-locks'
  | 'rotation-journal'
  | 'ledger'
  | 'request-budget'
  | 'own-folder'
  | 'settings'
  | 'codex-program'
  | 'codex-versions'
  | 'codex-running'
  | 'addresses'
  | 'proxy'
  | 'certificates'
  | 'environment'
  | 'clock'
  | 'discovery'
  | 'usage-host'
  | 'session-files'
  | 'tray'
  | 'notifications'
  | 'machine';

/** What is wrong, or worth knowing; those that explain the most come first. */
export const CAUSES = [
  // Without these nothing can be read at all.
  'home-missing',
  'home-unreadable',
  'config-broken',
  'address-refused',
  // There is no ChatGPT sign-in to ask with.
  'store-elsewhere',
  'signed-out',
  'auth-unreadable',
  'auth-broken',
  'other-sign-in',
  'no-tokens',
  'other-provider',
  'two-people',
  // A renewal is in the way, or has gone wrong.
  'lock-folder',
  'journal-left',
  'token-refused',
  'token-sent',
  'ledger-damaged',
  'disk-full',
  // A renewal cannot be saved, so none is made.
  'auth-not-own',
  'auth-hard-link',
  'auth-immutable',
  'folder-not-writable',
  'auth-read-only',
  'lock-held',
  // Nobody can renew.
  'no-refresh-token',
  'no-account-id',
  'codex-refuses',
  'read-only-mode',
  'token-url',
  'codex-missing',
  'expired',
  // The way to OpenAI.
  'clock-off',
  'proxy-unusable',
  'certificates-unusable',
  'network',
  'asked-to-wait',
  'budget-used-up',
  // Plimsoll's own.
  'own-folder-broken',
  'settings-broken',
  // Worth knowing.
  'others-may-read',
  'variables',
  'codex-old',
  'codex-broken',
  'codex-absent',
  'renewal-off',
  'no-offline-access',
  'unknown-issuer',
  'address-changed',
  'discovery-differs',
  'store-uncertain',
  'api-key-beside',
  'not-renewed-for-long',
  'no-tray',
  'no-notifications',
  'no-sessions',
  'link',
] as const;

export type Cause = (typeof CAUSES)[number];

export type Check =
  | {
      readonly id: CheckId;
      readonly result: 'ok' | 'not-checked';
      readonly finding: string;
    }
  | {
      readonly id: CheckId;
      readonly result: 'note' | 'problem';
      readonly cause: Cause;
      readonly finding: string;
      readonly remedy: string;
    };

export function ok(id: CheckId, finding: string): Check {
  return { id, result: 'ok', finding };
}

export function notChecked(id: CheckId, finding: string): Check {
  return { id, result: 'not-checked', finding };
}

export interface Told {
  readonly cause: Cause;
  readonly finding: string;
  readonly remedy: string;
}

export function problem(id: CheckId, told: Told): Check {
  return { id, result: 'problem', ...told };
}

export function note(id: CheckId, told: Told): Check {
  return { id, result: 'note', ...told };
}

const GROUPS = ['problem', 'note', 'not-checked', 'ok'] as const;

/** Problems, notes, what was not checked and what is well; the first of each explains the most. */
export function mostLikelyFirst(checks: readonly Check[]): readonly Check[] {
  return GROUPS.flatMap((group) =>
    checks.filter(({ result }) => result === group).toSorted((a, b) => rankOf(a) - rankOf(b)),
  );
}

/** Those without a cause keep their order. */
function rankOf(check: Check): number {
  return 'cause' in check ? CAUSES.indexOf(check.cause) : 0;
}
