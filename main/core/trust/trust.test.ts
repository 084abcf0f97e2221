import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecoveryStep } from '../recovery.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import {
  DEED_KINDS,
  DEED_RESULTS,
  DEEDS_MAX,
  type Deed,
  emptyTrust,
  formatTrust,
  freshTrust,
  isNewDeed,
  noteDeed,
  noteRecovery,
  PURPOSES,
  parseTrust,
  STORIES_MAX,
  TRUST_MAX_BYTES,
  type TrustRecord,
} from './trust.ts';

const NOW_MS = Date.parse('2026-11-22T10:42:00Z');
const FIRST = emptyTrust(NOW_MS);

const readAuth: Deed = {
  kind: 'read',
  target: '~/.codex/auth.json',
  purpose: 'sign-in',
  result: 'done',
};

function step(agoMs: number, outcome: 'changed' | 'unchanged' = 'changed'): RecoveryStep {
  return { atMs: NOW_MS - agoMs, step: 'reload', outcome };
}

const anyDeed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...DEED_KINDS),
  target: fc.string({ minLength: 1, maxLength: 400, unit: 'binary' }),
  purpose: fc.constantFrom(...PURPOSES),
  result: fc.constantFrom(...DEED_RESULTS),
});

const anySteps = fc.array(
  fc.integer({ min: 0, max: 9 * DAY_MS }).map((agoMs) => step(agoMs)),
  { maxLength: 30 },
);

function grown(deeds: readonly Deed[], polls: readonly (readonly RecoveryStep[])[]): TrustRecord {
  const noted = deeds.reduce((record, deed, at) => noteDeed(record, deed, NOW_MS + at), FIRST);
  return polls.reduce(noteRecovery, noted);
}

describe('noteDeed', () => {
  test('merges what is done again, with the first and the last time and the last result', () => {
    const once = noteDeed(FIRST, readAuth, NOW_MS);
    const twice = noteDeed(once, { ...readAuth, result: 'missing' }, NOW_MS + HOUR_MS);
    expect(twice.deeds).toEqual([
      {
        ...readAuth,
        result: 'missing',
        firstAtMs: NOW_MS,
        lastAtMs: NOW_MS + HOUR_MS,
        count: 2,
        troubles: 0,
      },
    ]);
  });

  test.each([
    ['another kind', { kind: 'written' }],
    ['another target', { target: '~/.codex/config.toml' }],
    ['another purpose', { purpose: 'linked' }],
  ] as const)('keeps apart what has %s', (_name, other) => {
    const record = noteDeed(FIRST, readAuth, NOW_MS);
    expect(isNewDeed(record, readAuth)).toBe(false);
    expect(isNewDeed(record, { ...readAuth, ...other })).toBe(true);
    expect(noteDeed(record, { ...readAuth, ...other }, NOW_MS).deeds).toHaveLength(2);
  });

  test('counts what went wrong, and only that', () => {
    const results = ['done', 'not-permitted', 'missing', 'failed', 'unchanged'] as const;
    const record = grown(
      results.map((result) => ({ ...readAuth, result })),
      [],
    );
    expect(record.deeds.map(({ count, troubles }) => [count, troubles])).toEqual([[5, 2]]);
  });

  test('knows a masked target again', () => {
    const deed = { ...readAuth, target: '~/x/0123456789abcdef.json' };
    const record = noteDeed(FIRST, deed, NOW_MS);
    expect(record.deeds.map(({ target }) => target)).toEqual(['~/x/….json']);
    expect(isNewDeed(record, deed)).toBe(false);
  });

  test('takes a first time from a clock that was set back', () => {
    const record = noteDeed(noteDeed(FIRST, readAuth, NOW_MS), readAuth, NOW_MS - DAY_MS);
    expect(record.deeds[0]).toMatchObject({ firstAtMs: NOW_MS - DAY_MS, count: 2 });
  });

  test('forgets what was done longest ago, when there is too much', () => {
    const many = Array.from({ length: DEEDS_MAX + 1 }, (_, at) => ({
      ...readAuth,
      target: `f${at}`,
    }));
    const { deeds } = grown([...many, { ...readAuth, target: 'f5' }], []);
    expect(deeds).toHaveLength(DEEDS_MAX);
    expect(deeds.map(({ target }) => target)).not.toContain('f0');
    expect(deeds.at(-1)).toMatchObject({ target: 'f5', count: 2 });
  });
});

describe('noteRecovery', () => {
  test('adds nothing for a poll that needed none', () => {
    expect(noteRecovery(FIRST, [])).toBe(FIRST);
  });

  test('joins polls in a row that did the same, and no others', () => {
    const polls = [[step(5)], [step(4)], [step(3, 'unchanged')], [step(2)]];
    expect(grown([], polls).stories.map(({ count, lastAtMs }) => [count, lastAtMs])).toEqual([
      [2, NOW_MS - 4],
      [1, NOW_MS - 3],
      [1, NOW_MS - 2],
    ]);
  });
});

describe('freshTrust', () => {
  test.each([
    ['now', 0, true],
    ['a week ago', 7 * DAY_MS, true],
    ['longer ago', 7 * DAY_MS + 1, false],
    ['a moment ahead', -MINUTE_MS, true],
    ['far ahead', -8 * DAY_MS, false],
  ])('recovery of %s: is told: %s', (_name, agoMs, isKept) => {
    const { stories } = freshTrust(noteRecovery(FIRST, [step(agoMs)]), NOW_MS);
    expect(stories).toHaveLength(isKept ? 1 : 0);
  });

  test.each([
    [30 * DAY_MS, true],
    [30 * DAY_MS + 1, false],
    [-31 * DAY_MS, false],
  ])('a deed %i ms ago is kept: %s', (agoMs, isKept) => {
    const { deeds } = freshTrust(noteDeed(FIRST, readAuth, NOW_MS - agoMs), NOW_MS);
    expect(deeds).toHaveLength(isKept ? 1 : 0);
  });

  test('began at the latest now', () => {
    expect(freshTrust(FIRST, NOW_MS - DAY_MS).sinceMs).toBe(NOW_MS - DAY_MS);
    expect(freshTrust(FIRST, NOW_MS + DAY_MS).sinceMs).toBe(NOW_MS);
  });
});

describe('on disk', () => {
  test('is the same again, and within its bounds, whatever was noted', () => {
    fc.assert(
      fc.property(
        fc.array(anyDeed, { maxLength: 300 }),
        fc.array(anySteps, { maxLength: 60 }),
        (deeds, polls) => {
          const record = grown(deeds, polls);
          const text = formatTrust(record);
          expect(record.deeds.length).toBeLessThanOrEqual(DEEDS_MAX);
          expect(record.stories.length).toBeLessThanOrEqual(STORIES_MAX);
          expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(TRUST_MAX_BYTES);
          expect(parseTrust(text)).toEqual(record);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the largest record that there can be fits', () => {
    const deeds = Array.from({ length: DEEDS_MAX }, (_, at) => ({
      ...readAuth,
      purpose: 'running-programs' as const,
      result: 'server-trouble' as const,
      target: `${'漢'.repeat(112)} ${at}`,
    }));
    const polls = Array.from({ length: STORIES_MAX }, (_, at) =>
      Array.from({ length: 12 }, (): RecoveryStep => {
        const outcome = at % 2 === 0 ? 'renewed' : 'unchanged';
        return { atMs: NOW_MS, step: 'wait-for-codex', outcome };
      }),
    );
    const record = grown(deeds, polls);
    const bytes = new TextEncoder().encode(formatTrust(record)).length;
    expect([record.deeds.length, record.stories.length]).toEqual([DEEDS_MAX, STORIES_MAX]);
    expect(bytes).toBeLessThanOrEqual(TRUST_MAX_BYTES);
  });

  test.each(['', '{', '[]', 'null', '1', '{"version":2}', `${'['.repeat(10_000)}`])(
    'is none: %.20s',
    (text) => {
      expect(parseTrust(text)).toBeNull();
    },
  );

  test('a part that cannot be read costs no other', () => {
    const record = grown([readAuth], [[step(1)]]);
    const spoilt = {
      ...record,
      deeds: [null, { ...readAuth, kind: 'stolen' }, ...record.deeds, { ...readAuth, count: -1 }],
      stories: [
        { steps: [] },
        ...record.stories,
        { lastAtMs: 1, count: 1, steps: [{ step: 'x' }] },
      ],
      more: 'of a newer version',
    };
    expect(parseTrust(JSON.stringify(spoilt))).toEqual(record);
    expect(parseTrust(JSON.stringify({ ...spoilt, deeds: 7, stories: null }))).toEqual({
      ...record,
      deeds: [],
      stories: [],
    });
  });

  test('a target that somebody wrote into the file is masked too', () => {
    const [deeds] = grown([readAuth], []).deeds;
    const spoilt = { ...FIRST, deeds: [{ ...deeds, target: 'rt_7Q2mXv9KfLw3ZtBc8RdYp5HsAA' }] };
    expect(parseTrust(JSON.stringify(spoilt))?.deeds[0]?.target).toBe('…');
  });
});
