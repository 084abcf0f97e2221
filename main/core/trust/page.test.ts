import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../alert-memory.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { createPseudoWords, outsideBrackets } from '../words/pseudo.ts';
import { createWords, type Words } from '../words/words.ts';
import { formatTrustPage, presentTrustPage, type TrustShown } from './page.ts';
import {
  DEED_KINDS,
  DEED_RESULTS,
  type Deed,
  emptyTrust,
  noteDeed,
  noteRecovery,
  PURPOSES,
} from './trust.ts';

const NOW_MS = Date.parse('2026-11-22T10:42:00Z');
const PLACE = { locale: 'en-GB', timeZone: 'UTC' };
const words = createWords(PLACE, 'en');

const NOTHING: TrustShown = {
  record: emptyTrust(NOW_MS),
  usualHosts: [
    { target: 'chatgpt.com', purpose: 'usage' },
    { target: 'auth.openai.com', purpose: 'renewal' },
  ],
  alerts: [],
  isCopied: false,
};

function pageOf(shown: Partial<TrustShown>, spoken: Words = words) {
  return presentTrustPage({ ...NOTHING, ...shown }, { words: spoken, nowMs: NOW_MS });
}

function rowsOf(id: string, shown: Partial<TrustShown>) {
  return pageOf(shown).sections.find((section) => section.id === id)?.rows ?? [];
}

function noted(...deeds: readonly Deed[]) {
  return deeds.reduce((record, deed) => noteDeed(record, deed, NOW_MS - HOUR_MS), NOTHING.record);
}

const asked: Deed = {
  kind: 'contacted',
  target: 'chatgpt.com',
  purpose: 'usage',
  result: 'answered',
};

describe('presentTrustPage: hosts', () => {
  test('are named before anybody was contacted', () => {
    expect(rowsOf('contacted', {}).map(({ target, detail }) => [target, detail])).toEqual([
      ['chatgpt.com', 'Not contacted so far'],
      ['auth.openai.com', 'Not contacted so far'],
    ]);
  });

  test('say how often, when last, and with what result', () => {
    const rows = (...deeds: readonly Deed[]) =>
      rowsOf('contacted', { record: noted(...deeds) }).map(({ detail }) => detail);
    expect(rows(asked)[0]).toBe('Once, at 09:42: answered');
    expect(rows(asked, asked)[0]).toBe('2 times, last at 09:42: answered');
    const lost = { ...asked, result: 'unreachable' } as const;
    expect(rows(lost)[0]).toBe('Once, at 09:42: not reached');
    expect(rows(lost, asked, asked)[0]).toBe('3 times, 1 in vain, last at 09:42: answered');
  });

  test('one that was contacted for another purpose is still to be contacted for this one', () => {
    const record = noted({ ...asked, purpose: 'reset-list' });
    expect(rowsOf('contacted', { record }).map(({ detail }) => detail)).toEqual([
      'Not contacted so far',
      'Once, at 09:42: answered',
      'Not contacted so far',
    ]);
  });
});

test('presentTrustPage: rows keep their places, whatever was done last', () => {
  const files = ['~/b', '~/a', '~/.codex/auth.json'].map(
    (target, at): Deed => ({
      kind: 'read',
      target,
      purpose: at === 2 ? 'sign-in' : 'linked',
      result: 'done',
    }),
  );
  const targets = (order: readonly Deed[]) =>
    rowsOf('read', { record: noted(...order) }).map(({ target }) => target);
  expect(targets(files)).toEqual(['~/.codex/auth.json', '~/a', '~/b']);
  expect(targets(files.toReversed())).toEqual(targets(files));
});

test('presentTrustPage: recovery is told newest first, each poll as one story', () => {
  const record = [
    [
      { step: 'reload', outcome: 'unchanged', atMs: NOW_MS - 26 * HOUR_MS },
      { step: 'refresh', outcome: 'saved', atMs: NOW_MS - 26 * HOUR_MS },
    ] as const,
    [{ step: 'settle', outcome: 'kept', atMs: NOW_MS - 2 * MINUTE_MS }] as const,
    [{ step: 'settle', outcome: 'kept', atMs: NOW_MS - MINUTE_MS }] as const,
  ].reduce((known, steps) => noteRecovery(known, steps), NOTHING.record);
  expect(rowsOf('recovery', { record }).map(({ text, detail }) => [text, detail])).toEqual([
    ['10:41 A renewed sign-in from before still waits to be saved.', '2 times in a row'],
    [
      '21 Nov 08:42 The sign-in was rejected, and its file has not changed. The sign-in had expired; it was renewed and saved.',
      null,
    ],
  ]);
});

describe('presentTrustPage: alerts', () => {
  const entry: LogEntry = {
    atMs: NOW_MS - HOUR_MS,
    kind: 'threshold',
    limit: 'weekly',
    percent: 80.4,
    decision: 'told',
  };

  test.each<[Partial<LogEntry>, string, string]>([
    [{}, '80% of the weekly limit used', 'Told'],
    [
      { limit: 'session', decision: 'quiet-hours' },
      '80% of the 5-hour limit used',
      'Held back: quiet hours',
    ],
    [
      { limit: 'other 9 hour', decision: 'snoozed' },
      '80% of the 9-hour limit used',
      'Held back: snoozed until the reset',
    ],
    [
      { limit: 'spendLimit', decision: 'doubt' },
      '80% of the spend limit used',
      'Held back: the answer was in doubt',
    ],
    [{ limit: 'of a newer version' }, 'Near a limit', 'Told'],
    [{ percent: null }, 'Near a limit', 'Told'],
    [{ percent: 0 }, '0% of the weekly limit used', 'Told'],
    [{ kind: 'blocked' }, 'Blocked: the weekly limit is used up', 'Told'],
    [{ kind: 'blocked', limit: null }, 'Blocked', 'Told'],
    [
      { kind: 'usable-again', limit: null, decision: 'baseline' },
      'Codex can be used again',
      'Held back: it was so at the first look',
    ],
    [{ kind: 'sign-in', limit: null }, 'Sign in to Codex again', 'Told'],
    [
      { kind: 'reset-credit', limit: null, decision: 'switched-off' },
      'Earned reset expiring',
      'Held back: switched off in the settings',
    ],
  ])('%j: %s: %s', (other, title, reason) => {
    const rows = rowsOf('alerts', { alerts: [{ ...entry, ...other }] });
    expect(rows.map(({ text, detail }) => [text, detail])).toEqual([[`09:42 ${title}`, reason]]);
  });

  test('are told newest first, for a week', () => {
    const alerts = [8 * DAY_MS, 7 * DAY_MS, HOUR_MS].map((agoMs) => ({
      ...entry,
      atMs: NOW_MS - agoMs,
    }));
    expect(rowsOf('alerts', { alerts }).map(({ text }) => text)).toEqual([
      '09:42 80% of the weekly limit used',
      '15 Nov 10:42 80% of the weekly limit used',
    ]);
  });
});

const everything = noteRecovery(
  noted(
    ...DEED_KINDS.flatMap((kind) =>
      PURPOSES.map((purpose, at): Deed => {
        const result = DEED_RESULTS[at % DEED_RESULTS.length] ?? 'done';
        return { kind, purpose, target: '~/1', result };
      }),
    ),
  ),
  [{ step: 'reload', outcome: 'changed', atMs: NOW_MS - DAY_MS }],
);

describe.each(['en', 'de', 'zh-Hans'] as const)('presentTrustPage: in %s', (language) => {
  const spoken = createWords(PLACE, language);

  test('every row is said, and every row is another one', () => {
    const page = pageOf({ record: everything, isCopied: true }, spoken);
    const rows = page.sections.flatMap((section) => section.rows);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { text, detail } of rows)
      for (const said of [text, detail ?? '-']) {
        expect(said.trim()).toBe(said);
        expect(said).not.toMatch(/^$|undefined|null|NaN|\s{2}/);
      }
  });
});

test('presentTrustPage: says nothing past the catalogue', () => {
  const page = pageOf({ record: everything, isCopied: true }, createPseudoWords(PLACE));
  const { sections, title, intro, unlisted, copy, backLabel } = page;
  const rows = sections.flatMap((section) => [
    section.title,
    section.nothing,
    ...section.rows.flatMap(({ text, detail }) => [text, detail]),
  ]);
  for (const text of [...rows, title, intro, unlisted, backLabel, copy.label, copy.status])
    expect(outsideBrackets((text ?? '').replaceAll('Plimsoll', ''))).not.toMatch(/\p{L}/u);
});

test('formatTrustPage: the page as text, with what is empty said so', () => {
  expect(formatTrustPage(pageOf({ record: noted(asked) }))).toBe(`What Plimsoll did

Every file, host and program since 10:42, and why. Nothing secret is noted.

Hosts contacted

chatgpt.com
  To ask how much is left
  Once, at 09:42: answered

auth.openai.com
  To renew an expired sign-in
  Not contacted so far

Files read

No file was read.

Files written

No file was written.

Programs started

No program was started.

Sign-in recovery, last 7 days

The sign-in needed no recovery.

Alerts, last 7 days

There was nothing to tell.

${words.say.trustPage.unlisted}
`);
});
