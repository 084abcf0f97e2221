import { describe, expect, test } from 'vitest';
import { exampleSnapshot } from './example-states.ts';
import type { RecoveryStep } from './recovery.ts';
import { recoverySentence, verdictSentence } from './sentences.ts';
import { createShownClock } from './shown-clock.ts';
import type { Credits, RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';
import { createWords } from './words/words.ts';

const nowMs = 1_795_348_800_000;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

const session: RateLimitWindow = {
  id: 'primary',
  kind: 'session',
  durationMs: 5 * HOUR_MS,
  usedPercent: 22,
  resetsAtMs: nowMs + 2 * HOUR_MS,
  depleted: false,
  trend: null,
};
const weekly: RateLimitWindow = {
  id: 'secondary',
  kind: 'weekly',
  durationMs: 7 * DAY_MS,
  usedPercent: 100,
  resetsAtMs: nowMs + 45 * HOUR_MS,
  depleted: true,
  trend: null,
};
const credits: Credits = {
  balance: '17.25',
  hasCredits: true,
  unlimited: false,
  overageLimitReached: null,
};
const spendLimit = {
  limit: '500',
  used: '100',
  remaining: '400',
  usedPercent: 20,
  remainingPercent: 80,
  resetsAtMs: null,
  reached: false,
} as const;
const bare: UsageSnapshot = { ...exampleSnapshot, windows: [], additional: [], credits: null };
const early = { usedPercent: 5, resetsAtMs: nowMs + 4.9 * HOUR_MS };

function sentenceOf(fields: Partial<UsageSnapshot>, laterMs = 0): readonly [string, string] {
  const clock = createShownClock(words, nowMs + laterMs);
  const speaker = { words, clock, nearFromPercent: 80 };
  const { text, level } = verdictSentence({ ...bare, ...fields }, speaker);
  return [text, level];
}

const fast = { ...session, usedPercent: 80 };

const slow = { ...weekly, usedPercent: 60, depleted: false, resetsAtMs: nowMs + 5 * DAY_MS };

test.each<[string, readonly [string, string], string, string]>([
  [
    'on pace',
    sentenceOf({ windows: [session] }),
    'On pace: 78% of the 5-hour limit left until 14:00.',
    'calm',
  ],
  [
    'on pace, near the end',
    sentenceOf({ windows: [{ ...session, usedPercent: 85, resetsAtMs: nowMs + 10 * MINUTE_MS }] }),
    'On pace: 15% of the 5-hour limit left until 12:10.',
    'near',
  ],
  [
    'too early for a forecast',
    sentenceOf({ windows: [{ ...session, ...early }] }),
    '95% of the 5-hour limit left until 16:54; too early for a forecast.',
    'calm',
  ],
  [
    'nothing is used yet',
    sentenceOf({ windows: [{ ...session, usedPercent: 0 }] }),
    '100% of the 5-hour limit left until 14:00.',
    'calm',
  ],
  [
    'the reset is unknown',
    sentenceOf({ windows: [{ ...session, resetsAtMs: null }] }),
    '78% of the 5-hour limit left.',
    'calm',
  ],
  [
    'a hair is left',
    sentenceOf({ windows: [{ ...session, usedPercent: 99.9, resetsAtMs: null }] }),
    '1% of the 5-hour limit left.',
    'near',
  ],
  [
    'too fast',
    sentenceOf({ windows: [fast] }),
    'Slow down: at this rate the 5-hour limit runs out at 12:45, 1 h 15 min before it resets.',
    'near',
  ],
  [
    'too fast for the week',
    sentenceOf({ windows: [slow] }),
    'Slow down: at this rate the weekly limit runs out on Mon at 20:00, 3 d 16 h before it resets.',
    'near',
  ],
  [
    'blocked',
    sentenceOf({ windows: [session, weekly] }),
    'Blocked until Tue 09:00: the weekly limit is used up.',
    'blocked',
  ],
  [
    'blocked without an end',
    sentenceOf({ windows: [{ ...weekly, resetsAtMs: null }] }),
    'Blocked: the weekly limit is used up; when it resets is not known.',
    'blocked',
  ],
  [
    'spending credits',
    sentenceOf({ windows: [weekly], credits }),
    'The weekly limit is used up; credits are being spent until Tue 09:00.',
    'near',
  ],
  ['only a spend limit', sentenceOf({ spendLimit }), '80% of the spend limit left.', 'calm'],
  ['only credits', sentenceOf({ credits }), 'You are working on credits: 17.25 left.', 'calm'],
  [
    'only credits, balance unknown',
    sentenceOf({ credits: { ...credits, balance: null } }),
    'You are working on credits.',
    'calm',
  ],
  [
    'credits that may not be spent',
    sentenceOf({ credits: { ...credits, overageLimitReached: true } }),
    'Blocked: the limit on spending credits is reached.',
    'blocked',
  ],
  [
    'the spend limit is used up',
    sentenceOf({ credits, spendLimit: { ...spendLimit, usedPercent: 100, reached: true } }),
    'Blocked: the spend limit is used up; when it resets is not known.',
    'blocked',
  ],
  [
    'spending credits without a known end',
    sentenceOf({ windows: [{ ...weekly, resetsAtMs: null }], credits }),
    'The weekly limit is used up; credits are being spent.',
    'near',
  ],
  [
    'unlimited credits',
    sentenceOf({ credits: { ...credits, unlimited: true } }),
    'No limit applies: credits are unlimited.',
    'calm',
  ],
  [
    'only model limits',
    sentenceOf({ additional: exampleSnapshot.additional }),
    'No main limit applies; only the limits below do.',
    'calm',
  ],
  ['no limits', sentenceOf({}), 'No limits apply to this plan right now.', 'calm'],
  [
    'the binding reset has passed',
    sentenceOf({ windows: [session] }, 2 * HOUR_MS),
    'The 5-hour limit has reset since these numbers; new ones are due.',
    'calm',
  ],
  [
    'the answer did not say',
    sentenceOf({ windows: [{ ...session, usedPercent: null }] }),
    'How much is left is not known: the answer did not say.',
    'calm',
  ],
])('verdictSentence: is one sentence with its level, when %s', (_name, actual, text, level) => {
  expect(actual).toEqual([text, level]);
});

test('verdictSentence: notes that it changes at the run-out time', () => {
  const clock = createShownClock(words, nowMs);
  verdictSentence({ ...bare, windows: [fast] }, { words, clock, nearFromPercent: 80 });
  expect(clock.nextChangeAtMs()).toBe(nowMs + 45 * MINUTE_MS);
});

describe('recoverySentence', () => {
  const atMs = nowMs - 78 * MINUTE_MS;
  const steps: readonly RecoveryStep[] = [
    ...(['changed', 'unchanged', 'other-account', 'gone'] as const).map(
      (outcome) => ({ atMs, step: 'reload', outcome }) as const,
    ),
    ...(['published', 'dropped', 'kept'] as const).map(
      (outcome) => ({ atMs, step: 'settle', outcome }) as const,
    ),
    ...(['renewed', 'unchanged'] as const).flatMap((outcome) => [
      { atMs, step: 'wait-for-codex', outcome } as const,
      { atMs, step: 'ask-codex', outcome } as const,
    ]),
    ...(['saved', 'not-saved-yet', 'adopted', 'refused', 'not-sent', 'unknown'] as const).map(
      (outcome) => ({ atMs, step: 'refresh', outcome }) as const,
    ),
  ];

  test.each(steps.map((step) => [`${step.step} ${step.outcome}`, step] as const))(
    'is one line with its time: %s',
    (_name, step) => {
      expect(recoverySentence([step], words)).toMatch(/^10:42 The sign-in [^!]*\.$|^10:42 \p{Lu}/u);
    },
  );

  test('tells the last of several steps', () => {
    const [changed, unchanged] = steps;
    if (changed === undefined || unchanged === undefined) throw new Error('two steps are needed');
    const last = recoverySentence([unchanged, changed], words);
    expect(last).toContain('Codex had already renewed it; nothing was sent.');
  });

  test('is nothing for a plain poll', () => {
    expect(recoverySentence([], words)).toBeNull();
  });
});
