import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './example-states.ts';
import { exampleTakenAtMs } from './examples.ts';
import { presentPanel } from './panel.ts';
import type { Panel } from './panel-types.ts';
import { NO_READING, type Reading } from './reading.ts';
import { formatPanel } from './report-text.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { SECOND_MS } from './time.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const fresh = { kind: 'fresh', snapshot: exampleSnapshot, account } as const;

const QUIET = {
  polling: false,
  nextPollAtMs: null,
  notBeforeMs: null,
  recovery: [],
  warning: null,
} as const;

function panelOf(reading: Reading): Panel {
  const nowMs = exampleTakenAtMs + 20 * SECOND_MS;
  const recovery = [{ atMs: exampleTakenAtMs, step: 'refresh', outcome: 'saved' } as const];
  const state = { ...QUIET, reading, recovery };
  return presentPanel(state, { words, settings: DEFAULT_SETTINGS, nowMs, paceDivisor: 1 }).panel;
}

function withWindows(windows: readonly RateLimitWindow[]): Panel {
  return panelOf({ ...fresh, snapshot: { ...exampleSnapshot, windows } });
}

test('formatPanel: says everything in columns, without a terminal', () => {
  expect(formatPanel(panelOf(fresh), null)).toBe(
    [
      'On pace: 57% of the weekly limit left until Wed 23:20.',
      '',
      '5-hour  78% left  Resets in 1 h 59 min, at 14:00',
      'Weekly  57% left  Resets in 3 d 11 h, on Wed at 23:20',
      '',
      'GPT-5.3-Codex-Spark',
      '  Weekly  95% left  Resets in 5 d 18 h, on Sat at 06:53',
      '',
      'Credits: 17.25',
      'Earned resets: 2',
      '',
      'Plus · fake.person@example.invalid · Live, 20 s ago',
      '12:00 The sign-in had expired; it was renewed and saved.',
    ].join('\n'),
  );
});

test('formatPanel: has no escapes and no bars, when the output is no terminal', () => {
  const text = formatPanel(panelOf(fresh), null);
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('█');
});

test('formatPanel: paints a bar of 20 cells, when the terminal is wide enough', () => {
  const line = formatPanel(panelOf(fresh), { columns: 80, color: false }).split('\n')[2];
  expect(line).toBe(
    `5-hour  78% left  ${'█'.repeat(16)}${'░'.repeat(4)}  Resets in 1 h 59 min, at 14:00`,
  );
  const narrow = formatPanel(panelOf(fresh), { columns: 79, color: false });
  expect(narrow).toBe(formatPanel(panelOf(fresh), null));
});

test('formatPanel: paints dots, not an empty bar, when the percent is unknown', () => {
  const [first] = exampleSnapshot.windows;
  if (first === undefined) throw new Error('the example has windows');
  const panel = withWindows([{ ...first, usedPercent: null }]);
  const text = formatPanel(panel, { columns: 100, color: false });
  expect(text).toContain(`– not known  ${'·'.repeat(20)}  Resets`);
});

test('formatPanel: colours by level and always ends the colour', () => {
  const text = formatPanel(panelOf(fresh), { columns: 100, color: true });
  expect(text).toContain('\u001b[32m78% left\u001b[0m');
  const escapes = text.split('\u001b').slice(1);
  expect(escapes.map((part) => part.startsWith('[0m'))).toEqual(
    escapes.map((_part, at) => at % 2 === 1),
  );
});

test('formatPanel: has no empty blocks, when there is little to say', () => {
  const panel: Panel = {
    ...panelOf(NO_READING),
    trust: { ...panelOf(NO_READING).trust, recovery: null },
  };
  expect(formatPanel(panel, null)).toBe('');
});

test('formatPanel: keeps its columns in Chinese, whose signs take two', () => {
  const chinese = createWords({ locale: 'zh-CN', timeZone: 'UTC' });
  const place = { settings: DEFAULT_SETTINGS, nowMs: exampleTakenAtMs, paceDivisor: 1 };
  const state = { ...QUIET, reading: fresh };
  const { panel } = presentPanel(state, { words: chinese, ...place });
  expect(formatPanel(panel, null).split('\n').slice(2, 4)).toEqual([
    '5 小时  78% 剩余  2 小时后（14:00）重置',
    '每周    57% 剩余  3 天 11 小时后（周三 23:20）重置',
  ]);
});
