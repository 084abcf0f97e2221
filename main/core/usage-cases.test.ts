import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readResetList, withResetList } from './reset-credits.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { parseUsage, usageStatus } from './usage.ts';
import { bindingOf, usableAgainAtMs } from './verdict.ts';
import { isResetElapsed } from './windows.ts';

const all = JSON.parse(readFileSync(join(import.meta.dirname, 'samples/cases.json'), 'utf8'));

/** A snapshot in the cases' own terms: epoch seconds and plain numbers. */
function inCaseTerms(snapshot: UsageSnapshot, nowMs: number) {
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  const number = (text: string | null | undefined) => (text == null ? null : Number(text));
  const row = (window: UsageSnapshot['windows'][number]) => ({
    ...window,
    windowSeconds: window.durationMs / 1000,
    resetsAt: seconds(window.resetsAtMs),
    resetElapsed: isResetElapsed(window, nowMs),
    displayUsed: Math.min(100, window.usedPercent ?? 0),
    displayRemaining: Math.max(0, 100 - (window.usedPercent ?? 0)),
  });
  const { credits, spendLimit, resetCredits, codeReview } = snapshot;
  return {
    status: usageStatus(snapshot),
    confidence: snapshot.confidence,
    plan: snapshot.plan,
    email: snapshot.email,
    windows: snapshot.windows.map(row),
    additional: snapshot.additional.map((limit) => ({ ...limit, windows: limit.windows.map(row) })),
    codeReview: codeReview && { windows: codeReview.map(row) },
    credits: credits && { ...credits, balance: number(credits.balance) },
    spendLimit: spendLimit && {
      ...spendLimit,
      limit: number(spendLimit.limit),
      used: number(spendLimit.used),
      resetsAt: seconds(spendLimit.resetsAtMs),
    },
    resetCredits: resetCredits && {
      available: resetCredits.available,
      expiries: resetCredits.expiriesMs.map(seconds),
    },
    depleted: snapshot.windows.some((window) => window.depleted) || spendLimit?.reached === true,
    bindingWindow: bindingOf(snapshot, nowMs)?.kind ?? null,
    usableAgainAt: seconds(usableAgainAtMs(snapshot, nowMs)),
  };
}

/** The plan and e-mail of a case's id token. */
function idTokenOf(auth: { tokens: { id_token: string } } | undefined) {
  if (auth === undefined) return null;
  const payload = auth.tokens.id_token.split('.')[1] ?? '';
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const plan = claims['https://api.openai.com/auth'].chatgpt_plan_type ?? null;
  return { plan, email: claims.email ?? null };
}

// Why: these are compared as sentences or sequences elsewhere.
const NOT_NUMBERS = ['mustNotShow', 'accept'];
const cases = all.filter(
  (entry: { kind: string; input: { payload?: unknown } }) =>
    entry.kind === 'usage' && entry.input.payload !== undefined,
);

test('cases.json: has the usage cases with one payload', () => {
  expect(cases.length).toBe(22);
});

for (const { name, input, expected } of cases) {
  test(name, () => {
    const nowMs = input.now * 1000;
    const idToken = idTokenOf(input.auth);
    const result = parseUsage({ body: input.payload, takenAtMs: nowMs, idToken });
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    const list = readResetList(input.resetCredits?.payload ?? null);
    const snapshot = withResetList(result.value, list, nowMs);
    const actual = inCaseTerms(snapshot, nowMs);
    const wanted = [{}, ...(expected.accept ?? [])].map((replaced) => {
      const keys = Object.entries({ ...expected, ...replaced });
      return Object.fromEntries(keys.filter(([key]) => !NOT_NUMBERS.includes(key)));
    });
    const matching = wanted.filter((want) => {
      try {
        expect(actual).toMatchObject(want);
        return true;
      } catch {
        return false;
      }
    });
    if (matching.length === 0) expect(actual).toMatchObject(wanted.at(-1) ?? {});
  });
}

test('a vanished window: leaves no row, as in the case of the five-hour window', () => {
  const entry = all.find((one: { name: string }) => one.name.includes('disappears'));
  const { at, payload } = entry.input.sequence.at(-1);
  const last = parseUsage({ body: payload, takenAtMs: at * 1000, idToken: null });
  expect(last.ok && inCaseTerms(last.value, at * 1000)).toMatchObject(entry.expected.shownAtEnd);
});

test('a saved window: is known to be old when its reset passed while offline', () => {
  const window = { resetsAtMs: 1_795_345_200_000 };
  expect(isResetElapsed(window, 1_795_348_800_000)).toBe(true);
});
