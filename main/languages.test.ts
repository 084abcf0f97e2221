// Every language against everything that can be shown: complete, calm, its own. And a language that
// nobody speaks, which finds each text that does not come from the catalogue.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLES_TAKEN_AT_S, USAGE_SAMPLES } from '../e2e/stand-in/samples.ts';
import type { Alert } from './core/alert-claims.ts';
import { presentAlerts } from './core/alert-text.ts';
import { exampleActivity } from './core/example-activity.ts';
import { exampleFailures } from './core/example-states.ts';
import { presentPanel, type Shown } from './core/panel.ts';
import type { Reading } from './core/reading.ts';
import { presentRescue } from './core/rescue.ts';
import { DEFAULT_SETTINGS, type Settings } from './core/settings.ts';
import type { PreferenceState } from './core/settings-panel-types.ts';
import type { UsageSnapshot } from './core/snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import { presentTray } from './core/tray.ts';
import { presentTrustPage } from './core/trust/page.ts';
import type { TrustPage } from './core/trust/page-types.ts';
import {
  DEED_KINDS,
  DEED_RESULTS,
  emptyTrust,
  noteDeed,
  noteRecovery,
  PURPOSES,
} from './core/trust/trust.ts';
import { parseUsage } from './core/usage.ts';
import { createPseudoWords, outsideBrackets } from './core/words/pseudo.ts';
import { CATALOGUES, createWords, type Words } from './core/words/words.ts';

const TAKEN_AT_MS = SAMPLES_TAKEN_AT_S * SECOND_MS;
const LANGUAGES = ['en', 'de', 'zh-Hans'] as const;
const PLACE = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const ACCOUNT = { key: 'a', id: null, email: null, apiKeyBeside: true };

const snapshots = Object.values(USAGE_SAMPLES).map((body): UsageSnapshot => {
  const read = parseUsage({ body, takenAtMs: TAKEN_AT_MS, idToken: null });
  if (!read.ok) throw new Error('a sample cannot be read');
  return read.value;
});

const percent = fc.option(fc.integer({ min: 0, max: 101 }));
const durationMs = fc.constantFrom(90 * MINUTE_MS, 5 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS);

const anySnapshot = fc
  .record({
    of: fc.constantFrom(...snapshots),
    percents: fc.array(percent, { minLength: 3, maxLength: 3 }),
    other: fc.option(durationMs),
    earned: fc.nat(3),
  })
  .map(
    ({ of, percents, other, earned }): UsageSnapshot => ({
      ...of,
      windows: of.windows.map((window, at) => ({
        ...window,
        ...(other === null || at > 0 ? {} : { kind: 'other' as const, durationMs: other }),
        usedPercent: percents[at] ?? null,
        depleted: (percents[at] ?? 0) >= 100,
      })),
      resetCredits: { available: earned, expiriesMs: [TAKEN_AT_MS + DAY_MS] },
    }),
  );

const anyFailure = fc.constantFrom(...exampleFailures);
const anyReading: fc.Arbitrary<Reading> = fc.oneof(
  fc.constant<Reading>({ kind: 'none' }),
  anyFailure.map((failure): Reading => ({ kind: 'failed', failure })),
  anySnapshot.map((snapshot): Reading => ({ kind: 'fresh', snapshot, account: ACCOUNT })),
  anySnapshot.map((snapshot): Reading => ({ kind: 'saved', snapshot, account: ACCOUNT })),
  fc
    .tuple(anySnapshot, anyFailure)
    .map(
      ([snapshot, failure]): Reading => ({ kind: 'stale', snapshot, account: ACCOUNT, failure }),
    ),
);

const history = Array.from({ length: 60 }, (_, index) => ({
  atMs: TAKEN_AT_MS - (60 - index) * 30 * MINUTE_MS,
  windows: [
    { kind: 'session', durationMs: 5 * HOUR_MS, usedPercent: (index * 7) % 100, resetsAtMs: null },
    { kind: 'weekly', durationMs: 7 * DAY_MS, usedPercent: index, resetsAtMs: null },
  ] as const,
}));

const anyShown: fc.Arbitrary<Shown> = fc.record({
  reading: anyReading,
  polling: fc.boolean(),
  nextPollAtMs: fc.constant(null),
  notBeforeMs: fc.option(fc.constant(TAKEN_AT_MS + 60 * HOUR_MS)),
  recovery: fc.constantFrom<Shown['recovery']>(
    [],
    [{ atMs: TAKEN_AT_MS, step: 'reload', outcome: 'changed' }],
    [{ atMs: TAKEN_AT_MS, step: 'refresh', outcome: 'unknown' }],
  ),
  warning: fc.constantFrom<Shown['warning']>(
    null,
    { kind: 'exchange-outcome-unknown' },
    { kind: 'refreshed-tokens-not-saved' },
  ),
  history: fc.constantFrom([], history),
  alerts: fc.constantFrom('none' as const, 'offered' as const, 'on' as const).map((snooze) => ({
    notice: null,
    snooze,
  })),
});

const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    numbers: fc.constantFrom('left' as const, 'used' as const),
    resetStyle: fc.constantFrom('countdown' as const, 'clock' as const),
    barText: fc.constantFrom('percent' as const, 'both' as const, 'countdown' as const),
    chartSpan: fc.constantFrom('24h' as const, '7d' as const, '30d' as const),
    activityOpen: fc.boolean(),
    pollMinutes: fc.constantFrom(1, 5),
    quietHours: fc.constantFrom(null, { fromMinute: 60, toMinute: 60 }),
  })
  .map((chosen) => ({ ...DEFAULT_SETTINGS, ...chosen }));

const anyPreferences: fc.Arbitrary<PreferenceState> = fc.record({
  startAtLogin: fc.option(fc.boolean()),
  loginRefused: fc.boolean(),
  shortcutProblem: fc.option(
    fc.record({
      kind: fc.constantFrom('unknown', 'needs-modifier', 'common', 'taken'),
      tried: fc.constant('Ctrl+Alt+U'),
    }),
  ),
  codexMissing: fc.boolean(),
  testAlert: fc.constantFrom('none', 'sending', 'shown', 'not-shown'),
  unreadable: fc.boolean(),
  hasFeed: fc.boolean(),
  isAsked: fc.boolean(),
  accounts: fc.constant({ listed: [], outcome: null }),
});

const limit = {
  key: 'main weekly',
  binding: { kind: 'weekly', durationMs: 7 * DAY_MS },
  resetsAtMs: TAKEN_AT_MS + 2 * DAY_MS,
  usedPercent: 81,
  depleted: false,
  outdated: false,
} as const;

const ALERTS: readonly Alert[] = [
  { kind: 'sign-in' },
  { kind: 'blocked', limit, untilMs: null },
  { kind: 'blocked', limit, untilMs: TAKEN_AT_MS + HOUR_MS },
  { kind: 'usable-again', limit, spendsCredits: false, untilMs: null },
  { kind: 'usable-again', limit: null, spendsCredits: true, untilMs: TAKEN_AT_MS + DAY_MS },
  ...[null, TAKEN_AT_MS + HOUR_MS].map(
    (runsOutAtMs): Alert => ({
      kind: 'threshold',
      limit: { ...limit, key: 'other' },
      usedPercent: 81,
      levels: [80],
      runsOutAtMs,
      spendsCredits: false,
    }),
  ),
  { kind: 'reset-credit', expiriesMs: [TAKEN_AT_MS + HOUR_MS] },
  { kind: 'reset-credit', expiriesMs: [TAKEN_AT_MS + HOUR_MS, TAKEN_AT_MS + DAY_MS] },
];

const anyMoment = fc.record({
  /** Which of the examples. */
  activity: fc.nat(20),
  shown: anyShown,
  settings: anySettings,
  preferences: anyPreferences,
  nowMs: fc.integer({ min: 0, max: 40 * DAY_MS }).map((ageMs) => TAKEN_AT_MS + ageMs),
  alerts: fc.subarray([...ALERTS]),
});

type Moment = typeof anyMoment extends fc.Arbitrary<infer Value> ? Value : never;

/** Every purpose, kind and result at least once, and some of them more than once. */
const touched = PURPOSES.flatMap((purpose, at) => {
  const kind = DEED_KINDS[at % DEED_KINDS.length] ?? 'read';
  const result = DEED_RESULTS[at % DEED_RESULTS.length] ?? 'done';
  const deed = { kind, purpose, result, target: 'auth.json' };
  return at % 3 === 0 ? [deed, deed, deed] : [deed];
}).reduce((record, deed) => noteDeed(record, deed, TAKEN_AT_MS), emptyTrust(TAKEN_AT_MS));

const alertLog = (['told', 'quiet-hours', 'snoozed', 'switched-off', 'doubt', 'baseline'] as const)
  .map((decision) => ({ decision, kind: 'threshold', limit: 'weekly', percent: 81 }) as const)
  .map((entry) => ({ ...entry, atMs: TAKEN_AT_MS }));

/** Everything that people see of a moment, on every surface. */
function surfacesOf(moment: Moment, words: Words) {
  const { shown: given, alerts, activity: at, ...rest } = moment;
  const { nowMs } = rest;
  const examples = exampleActivity(words.formats.calendarDay(nowMs), nowMs);
  const activity = examples[at % examples.length] ?? null;
  const shown = { ...given, activity };
  const context = { words, paceDivisor: 1, ...rest };
  const { panel } = presentPanel(shown, context);
  return {
    panel,
    tray: presentTray(shown, panel, context, { showsText: moment.nowMs % 2 === 0 }),
    alert: presentAlerts(alerts, { words, nowMs: moment.nowMs }),
    rescue: (['gnome', 'no-tray', 'hidden'] as const).map((reason) => presentRescue(reason, words)),
  };
}

/** The trust page with something in every section. */
function trustPageIn(words: Words): TrustPage {
  const recovery = [{ atMs: TAKEN_AT_MS, step: 'reload', outcome: 'changed' }] as const;
  const record = noteRecovery(noteRecovery(touched, recovery), recovery);
  const usualHosts = [{ target: 'https', purpose: 'usage' }] as const;
  const shown = { record, usualHosts, alerts: alertLog, isCopied: true };
  return presentTrustPage(shown, { words, nowMs: TAKEN_AT_MS + DAY_MS });
}

/** Keys whose values are for programs, or are choices rather than words. */
const UNSEEN =
  /^(id|language|level|act|tone|kind|theme|change|remove|add|clear|shown|span|mark|value|target|disclosure)$/;

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (UNSEEN.test(key) ? [] : textsOf(each)));
}

/** What comes from the service or a person, and stands as it came. */
function namesIn({ reading }: Shown): readonly string[] {
  if (!('snapshot' in reading)) return [];
  const { plan, email, additional } = reading.snapshot;
  const names = [plan?.label ?? null, email, ...additional.map(({ name }) => name)];
  return names.filter((name) => name !== null);
}

/** Without names, commands and files, which are the same in every language. */
function withoutNames(text: string, names: readonly string[]): string {
  const known = names.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return known.replaceAll(KNOWN, '');
}

const KNOWN = new RegExp(
  [
    ...[
      'Plimsoll',
      'OpenAI',
      'ChatGPT',
      'codex login',
      'Codex',
      'Chromium',
      'plimsoll',
      'Amazon Bedrock',
      'GNOME',
      'API',
    ],
    ...['AppIndicator and KStatusNotifierItem Support', 'auth\\.json', 'config\\.toml', 'https'],
    ...['cli_auth_credentials_store = "file"', 'chatgpt_base_url', 'Ctrl(\\+Alt\\+U)?', 'Alt'],
    ...['secret-tool', 'libsecret-tools', 'libsecret'],
    ...['line 3', 'rate_limit: expected object', 'English', 'Deutsch', '简体中文'],
    ...['accounts\\.ini', 'access_token', 'account_id', 'sessions_dir', 'auth_file'],
    ...['UTF-8', 'KiB', '\\[work\\]', 'default'],
    ...['gpt-5\\.\\d', 'token'],
  ].join('|'),
  'g',
);

/** Words that are English and not German; a “Reset” is both. */
const ENGLISH =
  /\b(the|of|is|are|left|used|until|and|not|at|on|ago|now|just|percent|days?|hours?|weekly|daily|monthly|when|with|without|your?|it|its|to|by|from|this|that|no|known|unknown|cannot|again|try|open|copy|show|account|credits|spend|earned|expires|saved|live|sign|slow|settings|back|reached|unlimited)\b/i;

const FOREIGN = { en: /\p{Script=Han}|[äöüß„]/u, de: ENGLISH, 'zh-Hans': /\p{Script=Latin}/u };
const SENTENCE_END = { en: /\.$/, de: /\.$/, 'zh-Hans': /[。]$/ };

describe.each(LANGUAGES)('in %s', (language) => {
  const words = createWords(PLACE, language);

  test('everything shown is whole, calm, and of that language', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const surfaces = surfacesOf(moment, words);
        const names = namesIn(moment.shown);
        for (const text of textsOf(surfaces)) {
          expect(text.trim()).toBe(text);
          expect(text).not.toMatch(/^$|undefined|null|NaN|Infinity|\[object|!|！|⟦|\s{2}/);
          expect(withoutNames(text, names)).not.toMatch(FOREIGN[language]);
        }
        const { panel, alert } = surfaces;
        const sentences = [
          panel.verdict?.text,
          panel.notice?.text,
          panel.chart?.spoken,
          panel.activity?.details?.days.spoken,
          panel.activity?.trouble,
          panel.activity?.details?.compressed,
          alert?.body,
        ];
        for (const text of [...sentences, panel.trust.recovery])
          if (text) expect(text).toMatch(SENTENCE_END[language]);
        const titles = [panel.notice?.title, alert?.title];
        for (const text of titles) if (text) expect(text).not.toMatch(/[.。]$/);
      }),
      { numRuns: 400 },
    );
  });

  test('the trust page is whole, calm, and of that language', () => {
    const texts = textsOf(trustPageIn(words));
    expect(texts.length).toBeGreaterThan(70);
    for (const text of texts) {
      expect(text.trim()).toBe(text);
      expect(text).not.toMatch(/^$|undefined|null|NaN|Infinity|\[object|!|！|⟦|\s{2}/);
      expect(withoutNames(text, [])).not.toMatch(FOREIGN[language]);
    }
  });

  test('every text of the catalogue has something to say, calmly', () => {
    const texts = literalsOf(CATALOGUES[language]);
    expect(texts.length).toBeGreaterThan(120);
    for (const text of texts) {
      expect(text).not.toMatch(/^\s*$|!|！|OAuth|JWT|HTTP\b|undefined|null/);
      if (language !== 'en') expect(withoutNames(text, [])).not.toMatch(FOREIGN[language]);
    }
  });

  test('every failure has a title without and a text with an end, short enough for its line', () => {
    for (const failure of exampleFailures) {
      const { title, text, promise, short } = words.describeFailure(failure, TAKEN_AT_MS);
      expect(text).toMatch(SENTENCE_END[language]);
      if (promise !== null) expect(promise).toMatch(SENTENCE_END[language]);
      for (const each of [title, short]) expect(each).not.toMatch(/[.。]$|^\s*$/);
      expect(title.length).toBeLessThanOrEqual(46);
      expect(short.length).toBeLessThanOrEqual(30);
    }
  });
});

/** Every text that is not made of arguments; names of languages left out. */
function literalsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'language' && typeof each === 'string' ? [] : literalsOf(each),
  );
}

test('pseudo-language: nothing is shown that does not come from the catalogue', () => {
  const words = createPseudoWords(PLACE);
  fc.assert(
    fc.property(anyMoment, (moment) => {
      const names = ['Plimsoll', 'Ctrl+Alt+U', 'gpt-5.6', 'gpt-5.5', ...namesIn(moment.shown)];
      for (const text of textsOf(surfacesOf(moment, words))) {
        const outside = names.reduce(
          (rest, name) => rest.replaceAll(name, ''),
          outsideBrackets(text),
        );
        expect(outside).not.toMatch(/\p{L}/u);
      }
    }),
    { numRuns: 400 },
  );
});

test('pseudo-language: finds what was written past the catalogue, within other words too', () => {
  const { say } = createPseudoWords(PLACE);
  const limit = say.limitInSentence({ kind: 'weekly', unit: 'week', count: 1 });
  const good = say.verdict.blocked(limit, '18:40');
  expect(outsideBrackets(good)).toBe('');
  expect(outsideBrackets(`${good} and more`)).toBe(' and more');
  expect(good.length).toBeGreaterThan(
    1.3 * 'Blocked until 18:40: the weekly limit is used up.'.length,
  );
});
