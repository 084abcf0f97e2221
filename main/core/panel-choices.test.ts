import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot as snapshot } from './example-states.ts';
import { exampleTakenAtMs } from './examples.ts';
import { type PresentContext, presentPanel, type Shown } from './panel.ts';
import type { Reading } from './reading.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { NO_PREFERENCES } from './settings-panel-types.ts';
import { SECOND_MS } from './time.ts';
import { createWords } from './words/words.ts';

const context: PresentContext = {
  words: createWords({ locale: 'en-GB', timeZone: 'UTC' }),
  settings: DEFAULT_SETTINGS,
  nowMs: exampleTakenAtMs + 20 * SECOND_MS,
  paceDivisor: 1,
};
const fresh: Reading = { kind: 'fresh', snapshot, account };
const failed: Reading = { kind: 'failed', failure: { kind: 'offline' } };

function shown(reading: Reading): Shown {
  const nothing = { nextPollAtMs: null, notBeforeMs: null, warning: null };
  return { reading, polling: false, recovery: [], ...nothing };
}

describe('presentPanel: the person’s choices', () => {
  const panelWith = (settings: Partial<Settings>) =>
    presentPanel(shown(fresh), { ...context, settings: { ...DEFAULT_SETTINGS, ...settings } })
      .panel;

  test('keep the address out, and nothing else', () => {
    const { email, plan } = panelWith({ hideAccount: true });
    expect([email, plan]).toEqual([null, 'Plus']);
  });

  test('tell a reset by the clock alone', () => {
    const [first] = panelWith({ resetStyle: 'clock' }).gauges;
    expect(first?.reset).toBe('Resets at 14:00');
    expect(first?.spoken).toBe('5-hour limit, 78 percent left, resets at 14:00');
  });

  test('name the theme', () => {
    expect(panelWith({ theme: 'dark' }).theme).toBe('dark');
  });

  test('are missed aloud once, when they could not be read, unless something presses more', () => {
    const preferences = { ...NO_PREFERENCES, unreadable: true };
    const noticeOf = (reading: Reading) =>
      presentPanel(shown(reading), { ...context, preferences }).panel.notice;
    expect(noticeOf(fresh)).toEqual({
      tone: 'report',
      title: 'Your settings could not be read',
      text: 'The defaults are used. The old file is kept beside the new one.',
      button: { act: 'note-unreadable', label: 'All right' },
    });
    expect(noticeOf(failed)?.title).not.toContain('settings');
    expect(presentPanel(shown(fresh), context).panel.notice).toBeNull();
  });
});
