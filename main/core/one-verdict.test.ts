// One verdict everywhere: popover, tooltip, menu, terminal and `status --json` say the same sentence,
// and it agrees with the gauges below it, for every state that a snapshot can be in.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleAccount, exampleSnapshot } from './example-states.ts';
import { presentPanel, type Shown } from './panel.ts';
import { formatPanel } from './report-text.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { Credits, RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { presentStatus } from './status.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { presentTray } from './tray.ts';
import { decideVerdict, usableAgainAtMs } from './verdict.ts';
import { createWords } from './words/words.ts';

const nowMs = exampleSnapshot.takenAtMs;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const context = { words, settings: DEFAULT_SETTINGS, nowMs, paceDivisor: 1 };

const used = fc.constantFrom(null, 0, 0.5, 12, 55, 80, 97, 99.9, 100, 137);
const resetIn = (longestMs: number) =>
  fc.option(fc.integer({ min: -HOUR_MS, max: longestMs }).map((inMs) => nowMs + inMs));
const trend = fc.option(fc.record({ runsOutAtMs: resetIn(7 * DAY_MS), isEnough: fc.boolean() }));

function windowOf(kind: 'session' | 'weekly'): fc.Arbitrary<RateLimitWindow> {
  const durationMs = kind === 'session' ? 5 * HOUR_MS : 7 * DAY_MS;
  const id = kind === 'session' ? 'primary' : 'secondary';
  const saidReached = fc.boolean();
  return fc
    .record({ usedPercent: used, resetsAtMs: resetIn(durationMs), saidReached, trend })
    .map(({ saidReached: said, ...window }) => {
      const depleted = (window.usedPercent ?? 0) >= 100 || (said && (window.usedPercent ?? 0) > 90);
      return { ...window, id, kind, durationMs, depleted };
    });
}

const session = fc.option(windowOf('session'));
const weekly = fc.option(windowOf('weekly'));
const flag = fc.constantFrom(null, false, true);
const credits: fc.Arbitrary<Credits | null> = fc.option(
  fc.record({
    balance: fc.constantFrom(null, '', 'abc', '-5', '0', '0.00', '17.25'),
    hasCredits: flag,
    unlimited: flag,
    overageLimitReached: flag,
  }),
);
const spendLimit: fc.Arbitrary<SpendLimit | null> = fc.option(
  fc
    .record({ usedPercent: used, resetsAtMs: resetIn(30 * DAY_MS), said: fc.boolean() })
    .map(({ usedPercent, resetsAtMs, said }) => ({
      limit: '500',
      used: null,
      remaining: null,
      usedPercent,
      remainingPercent: null,
      resetsAtMs,
      reached: said || (usedPercent ?? 0) >= 100,
    })),
);
const snapshots: fc.Arbitrary<UsageSnapshot> = fc
  .record({ session, weekly, credits, spendLimit, extras: fc.boolean() })
  .map(({ session: short, weekly: long, extras, ...rest }) => ({
    ...exampleSnapshot,
    ...rest,
    windows: [short, long].filter((window) => window !== null),
    additional: extras ? exampleSnapshot.additional : [],
  }));

function shownOf(snapshot: UsageSnapshot, kind: 'fresh' | 'saved' | 'stale'): Shown {
  const numbers = { snapshot, account: exampleAccount };
  const reading =
    kind === 'stale'
      ? ({ kind, ...numbers, failure: { kind: 'offline' } } as const)
      : ({ kind, ...numbers } as const);
  const quiet = { polling: false, nextPollAtMs: null, notBeforeMs: null } as const;
  return { ...quiet, reading, recovery: [], warning: null };
}

test('the verdict: is the same sentence in popover, tooltip, menu, terminal and status --json', () => {
  const kinds = fc.constantFrom<('fresh' | 'saved' | 'stale')[]>('fresh', 'saved', 'stale');
  fc.assert(
    fc.property(snapshots, kinds, (snapshot, kind) => {
      const shown = shownOf(snapshot, kind);
      const { panel } = presentPanel(shown, context);
      const sentence = panel.verdict?.text ?? '';
      expect(sentence).toMatch(/^[\p{Lu}\d][^!\n]*\.$/u);
      expect(sentence).not.toMatch(/NaN|Infinity|undefined|null/);
      const { tooltip, menu } = presentTray(shown, panel, context);
      const old = panel.trust.old ? ` (${panel.trust.sourceAt})` : '';
      expect(tooltip).toBe(`Plimsoll: ${sentence}${old}`);
      expect(menu.flat().find(({ id }) => id === 'verdict')?.label).toBe(sentence);
      expect(formatPanel(panel, null).split('\n')[0]).toBe(sentence);
      const status = presentStatus(
        {
          ...shown,
          account: exampleAccount,
          accountName: 'default',
          codexHome: '/h',
          warning: null,
          verdict: sentence,
        },
        context,
      );
      expect(status).toMatchObject({ verdict: sentence });
    }),
    { numRuns: 1_000 },
  );
});

test('the verdict: agrees with the gauges, the credits and usableAgainAt', () => {
  const toldBefore = new Set<string>();
  fc.assert(
    fc.property(snapshots, (snapshot) => {
      const { panel } = presentPanel(shownOf(snapshot, 'fresh'), context);
      const verdict = decideVerdict(snapshot, nowMs);
      toldBefore.add(verdict.kind);
      const full = panel.gauges.some(({ level, outdated }) => level === 'blocked' && !outdated);
      const { spendLimit: spend, credits: own } = snapshot;
      const spendFull =
        spend?.reached === true && (spend.resetsAtMs === null || spend.resetsAtMs > nowMs);
      const mayPay =
        (own?.unlimited === true || own?.balance === '17.25') && !own.overageLimitReached;
      expect(verdict.kind === 'blocked').toBe(spendFull || (full && !mayPay));
      expect(verdict.kind === 'spending-credits').toBe(full && mayPay && !spendFull);
      const againAtMs = usableAgainAtMs(snapshot, nowMs);
      if (!full && !spendFull) expect(againAtMs).toBeNull();
      else if ('untilMs' in verdict) expect(againAtMs).toBe(verdict.untilMs);
      if (againAtMs !== null) expect(againAtMs).toBeGreaterThan(nowMs);
      const saysLevel = panel.verdict?.level === 'blocked';
      const isStopped = verdict.kind === 'credits-only' && verdict.isStopped;
      expect(saysLevel).toBe(verdict.kind === 'blocked' || isStopped);
    }),
    // Why a seed: the rarest verdict is one in hundreds, and each must come up.
    { numRuns: 2_000, seed: 7 },
  );
  expect([...toldBefore].toSorted()).toEqual([
    'blocked',
    'credits-only',
    'extras-only',
    'left',
    'no-limits',
    'on-pace',
    'outdated',
    'slow-down',
    'spending-credits',
    'unknown',
  ]);
});
