import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCurrent } from './current.ts';
import {
  exampleAccount as account,
  exampleFailures,
  nameOf,
  exampleSnapshot as snapshot,
} from './example-states.ts';
import { exampleTakenAtMs } from './examples.ts';
import { type Failure, type FailureKind, remedyOf } from './failure.ts';
import { type PresentContext, presentNotice, presentPanel, type Shown } from './panel.ts';
import type { Panel, PanelButton } from './panel-types.ts';
import { failureOf, NO_READING, numbersOf, type Reading } from './reading.ts';
import type { RecoveryStep } from './recovery.ts';
import { formatPanel } from './report-text.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { RateLimitWindow, SpendLimit, UsageSnapshot } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';
import { presentTray } from './tray.ts';
import { INSTANT_MAX_MS, kindOf } from './windows.ts';
import { createWords } from './words/words.ts';

const nowMs = exampleTakenAtMs + 2 * HOUR_MS - 10 * MINUTE_MS;
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const context: PresentContext = { words, settings: DEFAULT_SETTINGS, nowMs, paceDivisor: 1 };

const offline: Failure = { kind: 'offline' };
const fresh: Reading = { kind: 'fresh', snapshot, account };
const saved: Reading = { kind: 'saved', snapshot, account };
const stale: Reading = { kind: 'stale', snapshot, account, failure: offline };
const failed: Reading = { kind: 'failed', failure: offline };

function shown(reading: Reading, fields: Partial<Shown> = {}): Shown {
  const rest = {
    polling: false,
    nextPollAtMs: null,
    notBeforeMs: null,
    recovery: [],
    warning: null,
  };
  return { reading, ...rest, ...fields };
}

function panelOf(reading: Reading, fields: Partial<Shown> = {}, atMs = nowMs): Panel {
  return presentPanel(shown(reading, fields), { ...context, nowMs: atMs }).panel;
}

describe('presentPanel: numbers', () => {
  test('are all there, when they are fresh', () => {
    const panel = panelOf(fresh, {}, exampleTakenAtMs + 20 * SECOND_MS);
    expect(panel).toMatchObject({
      language: 'en',
      appName: 'Plimsoll',
      verdict: { text: 'On pace: 57% of the weekly limit left until Wed 23:20.', level: 'calm' },
      notice: null,
      plan: 'Plus',
      email: 'fake.person@example.invalid',
      trust: { source: 'Live, 20 s ago', sourceAt: 'Live at 12:00', old: false, recovery: null },
      numbers: { shown: 'left', switchLabel: 'Show percent used' },
    });
    expect(panel.gauges.map(({ label, percent }) => [label, percent])).toEqual([
      ['5-hour', '78%'],
      ['Weekly', '57%'],
    ]);
    expect(panel.groups.map(({ title }) => title)).toEqual(['GPT-5.3-Codex-Spark']);
    expect(panel.facts.map(({ label, value }) => [label, value])).toEqual([
      ['Credits', '17.25'],
      ['Earned resets', '2'],
    ]);
  });

  test('are none, before the first answer', () => {
    expect(panelOf(NO_READING)).toMatchObject({
      verdict: null,
      notice: { title: 'First look', button: null },
      gauges: [],
      groups: [],
      facts: [],
      plan: null,
      email: null,
      trust: { source: null, sourceAt: null, old: false },
      refresh: { enabled: true },
    });
  });

  test.each([
    ['saved', saved, 'Saved, 1 h 50 min ago', 'Saved at 12:00'],
    ['stale', stale, 'Saved, 1 h 50 min ago: offline', 'Saved at 12:00: offline'],
  ])('are kept and marked old, when they are %s', (_name, reading, source, sourceAt) => {
    const panel = panelOf(reading);
    expect(panel.trust).toMatchObject({ source, sourceAt, old: true });
    expect(panel.gauges).toHaveLength(2);
  });

  test('are not promised any more, when the binding reset has passed', () => {
    const panel = panelOf(stale, {}, exampleTakenAtMs + 3 * HOUR_MS);
    expect(panel.gauges.map(({ outdated }) => outdated)).toEqual([true, false]);
    expect(panel.gauges[0]?.reset).toBe('Was due to reset at 14:00');
  });

  test('are not called live, when a reset has passed since', () => {
    const justBefore = { ...snapshot, takenAtMs: exampleTakenAtMs + 2 * HOUR_MS - 10 * SECOND_MS };
    const reading: Reading = { kind: 'fresh', snapshot: justBefore, account };
    expect(panelOf(reading, {}, exampleTakenAtMs + 2 * HOUR_MS - 1).trust.old).toBe(false);
    const panel = panelOf(reading, {}, exampleTakenAtMs + 2 * HOUR_MS + 10 * SECOND_MS);
    expect(panel.trust).toMatchObject({
      source: 'Before the reset, 20 s ago',
      sourceAt: 'Before the reset, at 13:59',
      old: true,
    });
    expect(panel.refresh).toMatchObject({ enabled: false, hint: 'Possible again in a moment' });
  });

  test('say "used" everywhere and "left" nowhere, by choice', () => {
    const settings = { ...DEFAULT_SETTINGS, numbers: 'used' } as const;
    const { panel } = presentPanel(shown(fresh), { ...context, settings });
    expect(panel.gauges.map(({ percentNote }) => percentNote)).toEqual(['used', 'used']);
    expect(panel.numbers).toEqual({ shown: 'used', switchLabel: 'Show percent left' });
    expect(JSON.stringify(panel.gauges)).not.toContain('left');
  });
});

/** The one thing to do about each kind; null where waiting is all there is. */
const BUTTONS: Record<FailureKind, PanelButton['act'] | null> = {
  'auth-file-missing': 'copy-login-command',
  'auth-file-unreadable': 'poll',
  'auth-file-malformed': 'poll',
  'auth-file-unwritable': 'poll',
  'auth-in-keyring': 'open-keyring',
  'api-key-only': 'open-usage-page',
  'other-sign-in': 'open-usage-page',
  'config-malformed': 'poll',
  'address-refused': 'poll',
  'sign-in-required': 'copy-login-command',
  offline: 'poll',
  timeout: 'poll',
  tls: 'poll',
  'captive-portal': 'poll',
  'proxy-sign-in': 'poll',
  blocked: 'poll',
  'rate-limited': 'poll',
  'server-error': 'poll',
  'account-changed': 'poll',
  busy: 'poll',
  'nothing-saved': 'poll',
  'nothing-in-log': 'poll',
  'unexpected-status': 'copy-report',
  'unexpected-body': 'copy-report',
};

describe('presentPanel: the notice', () => {
  test.each(exampleFailures.map((failure) => [nameOf(failure), failure] as const))(
    'is one, says what to do and has the button for it: %s',
    (_name, failure) => {
      const { title, text: fact, promise } = words.describeFailure(failure, nowMs);
      const text = promise === null ? fact : `${fact} ${promise}`;
      const isOther = / (custom-backend|ephemeral|not-possible)$/.test(nameOf(failure));
      const act = isOther ? 'poll' : BUTTONS[failure.kind];
      const button = act === null ? null : { act, label: words.say.acts[act] };
      const notice = { tone: remedyOf(failure.kind), title, text, button };
      expect(panelOf({ kind: 'failed', failure }).notice).toEqual(notice);
      expect(panelOf({ kind: 'stale', snapshot, account, failure }).notice).toEqual(notice);
    },
  );

  test('promises nothing, when it is for one who does not go on running', () => {
    const notice = presentNotice(shown(failed), context, { promises: false });
    expect(notice?.text).toBe('OpenAI cannot be reached.');
    expect(panelOf(failed).notice?.text).toBe(
      'OpenAI cannot be reached. Plimsoll tries again by itself.',
    );
  });

  test('has no button to try again, while the service asked to wait', () => {
    const failure = { kind: 'rate-limited', retryAtMs: nowMs + HOUR_MS } as const;
    const fields = { notBeforeMs: failure.retryAtMs };
    expect(panelOf({ kind: 'failed', failure }, fields).notice?.button).toBeNull();
    const later = panelOf({ kind: 'failed', failure }, fields, failure.retryAtMs);
    expect(later.notice?.button?.act).toBe('poll');
  });

  test.each([
    ['refreshed-tokens-not-saved', 'wait', 'Offline'],
    // It has a button of its own, which no other notice offers.
    ['exchange-outcome-unknown', 'act', 'The sign-in needs attention'],
  ] as const)('tells of a warning, when nothing worse is wrong: %s', (kind, tone, whenOffline) => {
    const text = words.warnings[kind];
    expect(panelOf(fresh, { warning: { kind } }).notice).toMatchObject({ tone, text });
    expect(panelOf(stale, { warning: { kind } }).notice?.title).toBe(whenOffline);
  });

  test('offers to put a half sign-in file back, before it tells of the file', () => {
    const warning = { kind: 'refreshed-tokens-not-saved', mayRepair: true } as const;
    const button = panelOf(failed, { warning }).notice?.button;
    expect(button?.act).toBe('repair-sign-in');
  });
});

describe('presentPanel: the refresh button', () => {
  const young = exampleTakenAtMs + 30 * SECOND_MS;

  test.each<[string, Panel, Partial<Panel['refresh']>]>([
    ['busy, while polling', panelOf(fresh, { polling: true }), { busy: true, enabled: false }],
    ['enabled, when the reading is old', panelOf(fresh), { enabled: true, hint: null }],
    ['enabled, when there is none', panelOf(failed), { enabled: true, hint: null }],
    [
      'disabled with its reason, when the reading is young',
      panelOf(fresh, {}, young),
      { enabled: false, hint: 'Just refreshed' },
    ],
    ['enabled, when a young reading is stale', panelOf(stale, {}, young), { enabled: true }],
    [
      'disabled with its reason, while the service asked to wait',
      panelOf(stale, { notBeforeMs: nowMs + HOUR_MS }),
      { enabled: false, hint: 'Next look possible at 14:50' },
    ],
    ['enabled, when that wait is over', panelOf(stale, { notBeforeMs: nowMs }), { enabled: true }],
    [
      'enabled, when the clock was set back behind the reading',
      panelOf(fresh, {}, exampleTakenAtMs - HOUR_MS),
      { enabled: true },
    ],
  ])('is %s', (_name, panel, expected) => {
    expect(panel.refresh).toMatchObject(expected);
  });

  test('is enabled sooner, in a demo', () => {
    const { panel } = presentPanel(shown(fresh), { ...context, nowMs: young, paceDivisor: 60 });
    expect(panel.refresh.enabled).toBe(true);
  });
});

test('presentPanel: tells in one line what recovery did', () => {
  const step: RecoveryStep = { atMs: nowMs, step: 'refresh', outcome: 'saved' };
  expect(panelOf(fresh, { recovery: [step] }).trust.recovery).toBe(
    '13:50 The sign-in had expired; it was renewed and saved.',
  );
});

const instant = fc.oneof(
  fc.integer({ min: nowMs - 40 * DAY_MS, max: nowMs + 40 * DAY_MS }),
  fc.integer({ min: nowMs - 3 * MINUTE_MS, max: nowMs + 3 * MINUTE_MS }),
  fc.constantFrom(0, nowMs, INSTANT_MAX_MS),
);
const percent = fc.option(
  fc.oneof(
    fc.integer({ min: 0, max: 130 }),
    fc.double({ min: -50, max: 1e9, noNaN: true }),
    fc.constantFrom(0, 0.2, 99.4, 99.5, 99.999, 100, 100.001),
  ),
);
const amount = fc.option(fc.constantFrom('0', '17.25', '1e3'));
const flag = fc.option(fc.boolean());

const rateLimitWindow: fc.Arbitrary<RateLimitWindow> = fc
  .record({
    id: fc.constantFrom('primary', 'secondary'),
    durationMs: fc.oneof(
      fc.constantFrom(5 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 1, 1e15),
      fc.integer({ min: 1, max: 400 * DAY_MS }),
    ),
    usedPercent: percent,
    resetsAtMs: fc.option(instant),
    depleted: fc.boolean(),
    trend: fc.constant(null),
  })
  .map((window) => ({
    ...window,
    kind: kindOf(window.durationMs),
    depleted: window.depleted || (window.usedPercent ?? 0) >= 100,
  }));
const spendLimit: fc.Arbitrary<SpendLimit> = fc
  .record({
    limit: amount,
    used: amount,
    remaining: amount,
    usedPercent: percent,
    remainingPercent: percent,
    resetsAtMs: fc.option(instant),
    reached: fc.boolean(),
  })
  .map((spend) => ({ ...spend, reached: spend.reached || (spend.usedPercent ?? 0) >= 100 }));

const windows = fc.array(rateLimitWindow, { maxLength: 3 });
const model = fc.record({ id: fc.constant('m'), name: fc.constant('Model'), windows });
const anySnapshot: fc.Arbitrary<UsageSnapshot> = fc.record({
  source: fc.constantFrom('live', 'session-log'),
  takenAtMs: instant,
  confidence: fc.constantFrom('exact', 'assumed', 'partial'),
  plan: fc.option(fc.constant({ raw: 'plus', label: 'Plus' })),
  email: fc.option(fc.constant('a@example.invalid')),
  windows,
  additional: fc.array(model, { maxLength: 2 }),
  codeReview: fc.option(windows),
  credits: fc.option(
    fc.record({ balance: amount, hasCredits: flag, unlimited: flag, overageLimitReached: flag }),
  ),
  spendLimit: fc.option(spendLimit),
  resetCredits: fc.option(fc.record({ available: fc.nat(), expiriesMs: fc.array(instant) })),
});

const anyFailure = fc.constantFrom(...exampleFailures);
const anyReading: fc.Arbitrary<Reading> = fc.oneof(
  fc.constant(NO_READING),
  anyFailure.map((failure): Reading => ({ kind: 'failed', failure })),
  anySnapshot.map((numbers): Reading => ({ kind: 'fresh', snapshot: numbers, account })),
  anySnapshot.map((numbers): Reading => ({ kind: 'saved', snapshot: numbers, account })),
  fc
    .tuple(anySnapshot, anyFailure)
    .map(([numbers, failure]): Reading => ({ kind: 'stale', snapshot: numbers, account, failure })),
);
const anyShown: fc.Arbitrary<Shown> = fc.record({
  reading: anyReading,
  polling: fc.constant(false),
  nextPollAtMs: fc.option(instant),
  notBeforeMs: fc.option(instant),
  recovery: fc.constant([]),
  warning: fc.option(fc.constant({ kind: 'exchange-outcome-unknown' as const })),
});
const anyContext: fc.Arbitrary<PresentContext> = fc.record({
  words: fc.constantFrom(
    words,
    createWords({ locale: 'de-DE', timeZone: 'America/St_Johns' }),
    createWords({ locale: 'zh-CN', timeZone: 'Pacific/Kiritimati' }),
  ),
  settings: fc
    .record({
      numbers: fc.constantFrom('left' as const, 'used' as const),
      thresholds: fc.constantFrom([80, 95], [1], [100]),
    })
    .map((chosen) => ({ ...DEFAULT_SETTINGS, ...chosen })),
  nowMs: fc.constant(nowMs),
  paceDivisor: fc.constantFrom(1, 60),
});

test('presentPanel and presentTray: never throw and never print what is no word, for any state', () => {
  fc.assert(
    fc.property(anyShown, anyContext, (state, place) => {
      const { panel, changesAtMs } = presentPanel(state, place);
      const texts = textsOf([panel, presentTray(state, panel, place)]);
      expect(texts).not.toContain('');
      for (const text of [...texts, formatPanel(panel, null)]) {
        expect(text).not.toMatch(/NaN|undefined|null|Infinity|\[object|!/);
      }
      expect(changesAtMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(nowMs);
      const { reading, warning } = state;
      const isTold = failureOf(reading) !== null || warning !== null || reading.kind === 'none';
      expect(panel.notice !== null).toBe(isTold);
      const numbers = numbersOf(reading);
      expect(panel.trust.old).toBe(numbers !== null && !isCurrent(reading, nowMs));
      const isLive = numbers?.snapshot.source === 'live' && !panel.trust.old;
      expect(/^(Live|Aktuell|最新)/.test(panel.trust.source ?? '')).toBe(isLive);
    }),
    { numRuns: 500 },
  );
});

test('presentPanel: never says that nothing is left of what is not used up, for any numbers', () => {
  fc.assert(
    fc.property(anySnapshot, (numbers) => {
      const panel = panelOf({ kind: 'fresh', snapshot: numbers, account });
      numbers.windows.forEach((window, index) => {
        const gauge = panel.gauges[index];
        expect(gauge?.percent === '0%').toBe((window.usedPercent ?? 0) >= 100);
        expect((gauge?.fillPercent ?? 0) >= 0 && (gauge?.fillPercent ?? 0) <= 100).toBe(true);
        expect(gauge?.fillPercent === null).toBe(window.usedPercent === null);
      });
      expect(panel.verdict?.text).not.toMatch(/(^|\D)0% of/);
      if ((numbers.spendLimit?.usedPercent ?? 0) < 100) {
        expect(panel.facts.map(({ value }) => value)).not.toContain('100% used');
      }
    }),
    { numRuns: 500 },
  );
});

test('presentPanel: says the same until changesAtMs, within one day', () => {
  fc.assert(
    fc.property(anyShown, fc.double({ min: 0, max: 1, noNaN: true }), (state, share) => {
      const first = presentPanel(state, context);
      const endMs = Math.min(first.changesAtMs ?? Number.POSITIVE_INFINITY, nowMs + 10 * HOUR_MS);
      const laterMs = nowMs + Math.floor((endMs - nowMs - 1) * share);
      expect(presentPanel(state, { ...context, nowMs: laterMs }).panel).toEqual(first.panel);
    }),
    { numRuns: 500 },
  );
});

/** Every text in a value, keys left out. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
