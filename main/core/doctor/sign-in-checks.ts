// The checks of the sign-in itself: where it is, whose kind it is, what its tokens claim and whether it
// can be renewed. Explains by claims; whether a sign-in is good, only the service decides.

import { DAY_MS, MINUTE_MS } from '../time.ts';
import { type Check, notChecked, note, ok, problem } from './check.ts';
import type { DoctorFacts, SignInFacts, TokenFacts } from './facts.ts';
import { awayFrom, counted, listed, minuteOf, spanOf } from './text.ts';

/** Longer than Codex itself lets a sign-in grow old. Source: codex-protocol.md §6.4. */
const OLD_REFRESH_MS = 30 * DAY_MS;
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS;
const SIGN_IN = 'Run `codex login`.';

export function signInChecks(facts: DoctorFacts): readonly Check[] {
  const { result } = facts.auth;
  if (!result.ok) {
    const why = 'There is no ChatGPT sign-in in auth.json to look at.';
    const unseen = ['access-token', 'renewal', 'token-agreement', 'last-refresh'] as const;
    return unseen.map((id) => notChecked(id, why));
  }
  const signIn = result.value;
  return [
    accessCheck(signIn, facts),
    renewalCheck(signIn, facts),
    agreementCheck(signIn),
    lastRefreshCheck(signIn, facts.nowMs),
  ];
}

function accessCheck(signIn: SignInFacts, facts: DoctorFacts): Check {
  const id = 'access-token';
  const { access } = signIn;
  if (access === null) return ok(id, 'The access token is opaque and says nothing about itself.');
  const { expiresAtMs } = access;
  const isExpired = expiresAtMs !== null && expiresAtMs <= facts.nowMs;
  const claims = describeToken(access, facts.nowMs);
  if (isExpired) {
    const finding = `The access token ${claims}.`;
    if (mayRenew(signIn, facts)) {
      const remedy =
        'Nothing to do: it is renewed when it is next needed; `plimsoll refresh-auth` does it now.';
      return note(id, { cause: 'expired', finding, remedy });
    }
    return problem(id, { cause: 'expired', finding, remedy: SIGN_IN });
  }
  if (access.issuer.kind === 'other' || access.issuer.kind === 'this-computer') {
    const finding = `The access token ${claims}.`;
    const remedy =
      'If you did not sign in at a server of your own, run `codex logout` and `codex login`.';
    return note(id, { cause: 'unknown-issuer', finding, remedy });
  }
  return ok(id, `The access token ${claims}.`);
}

/** "was issued by auth.openai.com for OpenAI's API, and expires in 9 days (…)". */
function describeToken({ issuer, audience, expiresAtMs }: TokenFacts, nowMs: number): string {
  const by = {
    openai: () => `was issued by ${issuer.kind === 'openai' ? issuer.host : ''}`,
    'this-computer': () => 'was issued by a server on this computer',
    other: () => "was issued by a server that is not OpenAI's",
    unsaid: () => 'names no issuer',
  }[issuer.kind]();
  const forWhom = {
    api: " for OpenAI's API",
    client: ' for the Codex client',
    other: ' for an unknown audience',
    unsaid: '',
  }[audience];
  if (expiresAtMs === null) return `${by}${forWhom} and does not say when it expires`;
  const verb = expiresAtMs <= nowMs ? 'expired' : 'expires';
  return `${by}${forWhom} and ${verb} ${awayFrom(expiresAtMs, nowMs)} (${minuteOf(expiresAtMs)})`;
}

/** Whether somebody could renew it, as far as the file and the settings go. */
function mayRenew(signIn: SignInFacts, { own }: DoctorFacts): boolean {
  const { hasRefreshToken, hasAccountId, isReadOnlyMode, apiKeyBeside, codexRefusal } = signIn;
  const isMarked = own.ledger.token.kind !== 'unmarked';
  const isKind = !isReadOnlyMode && !apiKeyBeside && codexRefusal === null;
  return hasRefreshToken && hasAccountId && isKind && !isMarked && own.renewal !== 'nobody';
}

function renewalCheck(signIn: SignInFacts, { own }: DoctorFacts): Check {
  return (
    renewalTrouble(signIn) ?? renewalNote(signIn, own.renewal) ?? ok('renewal', renewable(signIn))
  );
}

function renewable(signIn: SignInFacts): string {
  const { access } = signIn;
  if (access === null || scopeCount(access) === 0) {
    return 'There is a refresh token; the access token names no scopes.';
  }
  return `There is a refresh token, and the scopes are ${scopesText(access)}.`;
}

function scopeCount({ knownScopes, otherScopes }: TokenFacts): number {
  return knownScopes.length + otherScopes;
}

function scopesText({ knownScopes, otherScopes }: TokenFacts): string {
  const others = otherScopes === 0 ? [] : [counted(otherScopes, 'other scope')];
  return listed([...knownScopes, ...others]);
}

/** What keeps everybody from renewing. */
function renewalTrouble(signIn: SignInFacts): Check | null {
  const id = 'renewal';
  if (!signIn.hasRefreshToken) {
    const finding = 'There is no refresh token, so the sign-in ends when its access token does.';
    return problem(id, { cause: 'no-refresh-token', finding, remedy: SIGN_IN });
  }
  if (!signIn.hasAccountId && !signIn.isReadOnlyMode) {
    const finding = '`tokens.account_id` is missing, and without it Codex never renews a sign-in.';
    return problem(id, { cause: 'no-account-id', finding, remedy: SIGN_IN });
  }
  if (signIn.codexRefusal !== null) {
    const finding = `Codex does not accept auth.json (${signIn.codexRefusal}), so nothing is renewed.`;
    return problem(id, { cause: 'codex-refuses', finding, remedy: SIGN_IN });
  }
  return null;
}

function renewalNote(signIn: SignInFacts, renewal: string): Check | null {
  const id = 'renewal';
  if (signIn.isReadOnlyMode) {
    const finding =
      'The sign-in was handed to Codex by another program, which also has to renew it.';
    const remedy = 'If the numbers stop, start that program.';
    return note(id, { cause: 'read-only-mode', finding, remedy });
  }
  if (signIn.apiKeyBeside) {
    const finding = 'An API key stands beside the ChatGPT tokens, and Codex works on the key.';
    const remedy = 'To use the quota that Plimsoll shows, sign in with ChatGPT by `codex login`.';
    return note(id, { cause: 'api-key-beside', finding, remedy });
  }
  if (renewal === 'nobody') {
    const finding = 'The settings say that nobody renews an expired sign-in.';
    const remedy = 'Unless that is meant, choose Plimsoll or Codex in the settings.';
    return note(id, { cause: 'renewal-off', finding, remedy });
  }
  const { access } = signIn;
  if (
    access === null ||
    scopeCount(access) === 0 ||
    access.knownScopes.includes('offline_access')
  ) {
    return null;
  }
  const finding = `\`offline_access\` is not among the scopes (${scopesText(access)}), so OpenAI may refuse to renew.`;
  return note(id, {
    cause: 'no-offline-access',
    finding,
    remedy: 'If renewing fails, run `codex login`.',
  });
}

function agreementCheck({ hasIdToken, id, users, accounts }: SignInFacts): Check {
  const check = 'token-agreement';
  if (!hasIdToken) return ok(check, 'There is no id token to compare the access token with.');
  if (id === null) return ok(check, 'The id token is opaque, so there is nothing to compare.');
  if (users === 'different') {
    const finding = 'The access token and the id token belong to two different people.';
    return problem(check, {
      cause: 'two-people',
      finding,
      remedy: 'Run `codex logout` and `codex login`.',
    });
  }
  if (accounts === 'different') {
    const finding =
      'The tokens and `tokens.account_id` name different workspaces; the numbers are of the latter.';
    return note(check, {
      cause: 'two-people',
      finding,
      remedy: 'If the numbers are those of another workspace, run `codex login`.',
    });
  }
  if (accounts === null)
    return ok(check, 'The tokens say too little about their account to be compared.');
  return ok(check, 'The account is named, and the access token and the id token agree on it.');
}

function lastRefreshCheck({ lastRefreshAtMs }: SignInFacts, nowMs: number): Check {
  const id = 'last-refresh';
  if (lastRefreshAtMs === null) return ok(id, 'auth.json does not say when it was renewed last.');
  const agoMs = nowMs - lastRefreshAtMs;
  const finding = `The sign-in was renewed last ${awayFrom(lastRefreshAtMs, nowMs)} (${minuteOf(lastRefreshAtMs)}).`;
  if (agoMs < -FUTURE_TOLERANCE_MS) {
    return note(id, {
      cause: 'clock-off',
      finding: `The sign-in was renewed ${spanOf(-agoMs)} in the future by this computer's clock.`,
      remedy: "Check the computer's clock; `plimsoll doctor --online` compares it with a server's.",
    });
  }
  if (agoMs > OLD_REFRESH_MS) {
    return note(id, {
      cause: 'not-renewed-for-long',
      finding,
      remedy:
        'If OpenAI refuses it, run `codex login`; refresh tokens that are not used for long end.',
    });
  }
  return ok(id, finding);
}
