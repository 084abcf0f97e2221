import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from '../core/example-states.ts';
import type { Panel } from '../core/panel-types.ts';
import { NO_READING, type Reading } from '../core/reading.ts';
import { presentRescue } from '../core/rescue.ts';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings.ts';
import { NO_PREFERENCES } from '../core/settings-panel-types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/time.ts';
import type { TrayView } from '../core/tray.ts';
import { presentTrustPage } from '../core/trust/page.ts';
import { emptyTrust } from '../core/trust/trust.ts';
import { presentUpdate } from '../core/updates/line.ts';
import { createWords } from '../core/words/words.ts';
import type { MonitorState } from '../monitor.ts';
import { createPainter } from './painter.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const fresh: Reading = { kind: 'fresh', snapshot: exampleSnapshot, account };

/** A painter whose surroundings are set by hand, and what it painted. */
function createWorld(reading: Reading = fresh, { showsText = false } = {}) {
  const seen = {
    nowMs: exampleSnapshot.takenAtMs + 20 * SECOND_MS,
    open: true,
    settings: DEFAULT_SETTINGS as Settings,
    rescue: null as Panel['rescue'],
    trustPage: null as Panel['trustPage'],
    update: null as Panel['update'],
    panels: [] as Panel[],
    trays: [] as TrayView[],
    words,
    timers: [] as { readonly delayMs: number; readonly callback: () => void }[],
  };
  const state: MonitorState = {
    reading,
    polling: false,
    nextPollAtMs: null,
    warning: null,
    history: [],
    unexplained: null,
    recovery: [],
    notBeforeMs: null,
  };
  const painter = createPainter(
    {
      state: () => state,
      alerts: () => ({ notice: null, snooze: 'none' }),
      accounts: () => ({ all: [], chosenId: 'default' }),
      activity: () => null,
      settings: () => seen.settings,
      words: () => seen.words,
      preferences: () => NO_PREFERENCES,
      nowMs: () => seen.nowMs,
      after(delayMs, callback) {
        const timer = { delayMs, callback };
        seen.timers.push(timer);
        return () => {
          seen.timers = seen.timers.filter((other) => other !== timer);
        };
      },
      isOpen: () => seen.open,
      showTray: (view) => seen.trays.push(view),
      push: (panel) => seen.panels.push(panel),
      rescue: () => seen.rescue,
      trustPage: () => seen.trustPage,
      update: () => seen.update,
    },
    { paceDivisor: 1, bar: { showsText } },
  );
  return { painter, seen };
}

describe('repaint', () => {
  test('shows tray and panel, and wakes just after the first word is wrong', () => {
    const { painter, seen } = createWorld();
    painter.repaint();
    expect([seen.trays.length, seen.panels.length]).toEqual([1, 1]);
    expect(seen.timers.map(({ delayMs }) => delayMs)).toEqual([10 * SECOND_MS + 1]);
    expect(seen.panels[0]?.trust.source).toBe('Live, 20 s ago');
  });

  test('a newer version is told in the panel and in the menu, and in no other place', () => {
    const { painter, seen } = createWorld();
    painter.repaint();
    seen.update = presentUpdate('0.3.0', words);
    painter.repaint();
    expect(seen.panels.map(({ update }) => update?.text)).toEqual([
      undefined,
      'Plimsoll 0.3.0 is out',
    ]);
    const [before, after] = seen.trays;
    expect(after?.menu.flat().map(({ id }) => id)).toContain('update');
    expect({ ...after, menu: null }).toEqual({ ...before, menu: null });
  });

  test('goes on by its own timer, one at a time, while the popover is open', () => {
    const { painter, seen } = createWorld();
    painter.repaint();
    seen.nowMs += 10 * SECOND_MS + 1;
    const [timer] = seen.timers;
    seen.timers = [];
    timer?.callback();
    expect(seen.panels[1]?.trust.source).toBe('Live, 30 s ago');
    expect(seen.timers).toHaveLength(1);
    painter.repaint();
    expect(seen.timers).toHaveLength(1);
  });

  test('shows the tray only and leaves no timer, while nobody looks', () => {
    const { painter, seen } = createWorld();
    painter.repaint();
    seen.open = false;
    painter.repaint();
    expect([seen.trays.length, seen.panels.length, seen.timers.length]).toEqual([2, 1, 0]);
  });

  test('goes on once a minute while nobody looks, only for a countdown that is always seen', () => {
    const { painter, seen } = createWorld(fresh, { showsText: true });
    seen.open = false;
    painter.repaint();
    expect(seen.timers).toEqual([]);
    seen.settings = { ...DEFAULT_SETTINGS, barText: 'countdown' };
    painter.repaint();
    const title = seen.trays.at(-1)?.title;
    expect(title).toMatch(/^1 h 59 min$/);
    const [timer] = seen.timers;
    expect(timer?.delayMs).toBeLessThanOrEqual(MINUTE_MS);
    seen.timers = [];
    seen.nowMs += timer?.delayMs ?? 0;
    timer?.callback();
    expect(seen.trays.at(-1)?.title).toBe('1 h 58 min');
    expect(seen.panels).toEqual([]);
  });

  test('leaves no timer for a countdown, where bars show no text', () => {
    const { painter, seen } = createWorld();
    seen.open = false;
    seen.settings = { ...DEFAULT_SETTINGS, barText: 'countdown' };
    painter.repaint();
    expect([seen.trays.at(-1)?.title, seen.timers.length]).toEqual([null, 0]);
  });

  test('says in the panel why it stands in a window of its own', () => {
    const { painter, seen } = createWorld();
    seen.rescue = presentRescue('no-tray', words);
    painter.repaint();
    expect(seen.panels[0]?.rescue?.title).toBe('Where is the icon?');
    expect(painter.panel().rescue).toBe(seen.rescue);
  });

  test('brings the trust page only while it is asked for', () => {
    const { painter, seen } = createWorld();
    painter.repaint();
    const record = emptyTrust(seen.nowMs);
    const shown = { record, usualHosts: [], alerts: [], isCopied: false };
    seen.trustPage = presentTrustPage(shown, { words, nowMs: seen.nowMs });
    painter.repaint();
    expect(seen.panels.map(({ trustPage }) => trustPage?.title ?? null)).toEqual([
      null,
      'What Plimsoll did',
    ]);
  });

  test('sets no timer, when no word can become wrong', () => {
    const { painter, seen } = createWorld(NO_READING);
    painter.repaint();
    expect([seen.panels.length, seen.timers.length]).toEqual([1, 0]);
  });

  test('never sets a timer that Node would fire at once', () => {
    const { painter, seen } = createWorld();
    seen.nowMs = exampleSnapshot.takenAtMs - 400 * DAY_MS;
    painter.repaint();
    for (const { delayMs } of seen.timers) expect(delayMs).toBeLessThanOrEqual(DAY_MS);
  });
});

test('panel: is the content of this moment, by the settings of this moment', () => {
  const { painter, seen } = createWorld();
  expect(painter.panel().numbers.shown).toBe('left');
  seen.settings = { ...DEFAULT_SETTINGS, numbers: 'used' };
  seen.nowMs += HOUR_MS;
  expect(painter.panel().numbers.shown).toBe('used');
  expect(painter.panel().trust.source).toBe('Live, 1 h ago');
  expect(seen.panels).toEqual([]);
});

test('repaint: speaks another language at once, in popover and bar, when it is chosen', () => {
  const { painter, seen } = createWorld();
  painter.repaint();
  seen.words = createWords({ locale: 'en-GB', timeZone: 'UTC' }, 'de');
  painter.repaint();
  const [panel, tray] = [seen.panels.at(-1), seen.trays.at(-1)];
  expect([seen.panels[0]?.language, panel?.language]).toEqual(['en', 'de']);
  expect(panel?.verdict?.text).toContain('übrig');
  expect(tray?.tooltip).toContain('übrig');
  expect(tray?.menu.flat().map(({ label }) => label)).toContain('Plimsoll beenden');
});
