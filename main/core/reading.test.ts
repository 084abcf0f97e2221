import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot as snapshot } from './example-states.ts';
import { fail, succeed } from './failure.ts';
import {
  type Account,
  advance,
  failureOf,
  hasRisen,
  NO_READING,
  numbersOf,
  type Outcome,
  type Reading,
} from './reading.ts';
import { DAY_MS, HOUR_MS } from './time.ts';

const other: Account = { key: 'other-account', id: null, email: null, apiKeyBeside: false };
const newer = { ...snapshot, takenAtMs: snapshot.takenAtMs + 1 };
const failure = { kind: 'offline' } as const;
const earlier = { kind: 'timeout' } as const;

const saved: Reading = { kind: 'saved', snapshot, account };
const fresh: Reading = { kind: 'fresh', snapshot, account };
const stale: Reading = { kind: 'stale', snapshot, account, failure: earlier };
const failed: Reading = { kind: 'failed', failure: earlier };

const plain = { recovery: [], warning: null };
const good: Outcome = { ...plain, account, result: succeed(newer) };
const bad: Outcome = { ...plain, account, result: fail(failure) };
const badOfOther: Outcome = { ...bad, account: other };
const badOfNobody: Outcome = { ...bad, account: null };

const nowFresh: Reading = { kind: 'fresh', snapshot: newer, account };
const nowStale: Reading = { kind: 'stale', snapshot, account, failure };
const nowFailed: Reading = { kind: 'failed', failure };

test.each<[string, Reading, Outcome, Reading]>([
  ['none becomes fresh, when the poll succeeds', NO_READING, good, nowFresh],
  ['saved becomes fresh, when the poll succeeds', saved, good, nowFresh],
  ['stale becomes fresh, when the poll succeeds', stale, good, nowFresh],
  ['failed becomes fresh, when the poll succeeds', failed, good, nowFresh],
  ['none becomes failed, when the poll fails', NO_READING, bad, nowFailed],
  ['failed has the new failure, when the poll fails', failed, bad, nowFailed],
  ['fresh keeps its numbers, when the poll fails', fresh, bad, nowStale],
  ['saved keeps its numbers, when the poll fails', saved, bad, nowStale],
  ['stale keeps its numbers and has the new failure', stale, bad, nowStale],
  ['numbers stay, when no sign-in could be read', fresh, badOfNobody, nowStale],
  ['numbers go, when another account failed', fresh, badOfOther, nowFailed],
  ['saved numbers go, when another account failed', saved, badOfOther, nowFailed],
])('advance: %s', (_name, before, outcome, after) => {
  expect(advance(before, outcome)).toEqual(after);
});

test('advance: shows the new numbers, when another account succeeded', () => {
  const after = advance(fresh, { ...good, account: other });
  expect(after).toEqual({ kind: 'fresh', snapshot: newer, account: other });
});

test('advance: throws, when there are numbers of nobody', () => {
  expect(() => advance(NO_READING, { ...good, account: null })).toThrow('without an account');
});

test('numbersOf and failureOf: say what a reading of each kind has', () => {
  const all = [NO_READING, saved, fresh, stale, failed];
  expect(all.map((reading) => numbersOf(reading) !== null)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(all.map(failureOf)).toEqual([null, null, null, earlier, earlier]);
});

describe('hasRisen', () => {
  const at = (usedPercent: number | null, durationMs = HOUR_MS): Reading => {
    const windows = snapshot.windows
      .slice(0, 1)
      .map((window) => ({ ...window, usedPercent, durationMs }));
    return { kind: 'fresh', snapshot: { ...snapshot, windows }, account };
  };

  test.each([
    ['more is used', at(5), at(5.5), true],
    ['the same is used', at(5), at(5), false],
    ['less is used, after a reset', at(90), at(0), false],
    ['what was used is unknown', at(null), at(5), false],
    ['what is used is unknown', at(5), at(null), false],
    ['it is another window', at(5, DAY_MS), at(6), false],
    ['it is another account', at(5), { ...at(6), account: other }, false],
    ['there were no numbers', NO_READING, at(6), false],
    ['there are none', at(5), failed, false],
    [
      'the numbers were saved in an earlier run',
      { ...at(5), kind: 'saved' } as Reading,
      at(6),
      true,
    ],
  ])('says whether Codex was used: %s', (_name, before, after, expected) => {
    expect(hasRisen(before, after)).toBe(expected);
  });
});
