// Repaint: the only road from state to pixels. Runs when the state changes and, while the popover is
// open or a countdown stands beside the mark, when a shown word is due to change. Nothing else ticks.

import type { AccountsShown } from '../core/accounts-shown.ts';
import type { ActivityShown } from '../core/activity/panel-types.ts';
import { type AlertsShown, type Presented, presentPanel, type Shown } from '../core/panel.ts';
import type { Panel } from '../core/panel-types.ts';
import type { Settings } from '../core/settings.ts';
import type { PreferenceState } from '../core/settings-panel-types.ts';
import { type Bar, presentTray, type TrayView } from '../core/tray.ts';
import type { Words } from '../core/words/words.ts';
import type { MonitorState } from '../monitor.ts';

export interface PainterPorts {
  state(): MonitorState;
  alerts(): AlertsShown;
  accounts(): AccountsShown;
  activity(): ActivityShown | null;
  settings(): Settings;
  words(): Words;
  preferences(): PreferenceState;
  nowMs(): number;
  /** Calls back once after that time; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
  isOpen(): boolean;
  showTray(view: TrayView): void;
  push(panel: Panel): void;
  /** Why the panel stands in a window of its own, if it does. */
  rescue(): Panel['rescue'];
  /** Null while no newer version is to be told of. */
  update(): Panel['update'];
  /** Null unless somebody asked for it. */
  trustPage(): Panel['trustPage'];
}

export interface PainterOptions {
  readonly paceDivisor: number;
  readonly bar: Bar;
}

export interface Painter {
  repaint(): void;
  /** The popover's content at this moment. */
  panel(): Panel;
}

/** A timer beyond this fires at once in Node, and nothing shown needs one. */
const TIMER_MAX_MS = 24 * 60 * 60 * 1000;

export function createPainter(ports: PainterPorts, options: PainterOptions): Painter {
  let cancelTimer = (): void => {};
  const shown = (): Shown => ({
    ...ports.state(),
    alerts: ports.alerts(),
    accounts: ports.accounts(),
    activity: ports.activity(),
  });
  const present = (): Presented => {
    const { panel, changesAtMs } = presentPanel(shown(), context(ports, options));
    return {
      panel: {
        ...panel,
        rescue: ports.rescue(),
        update: ports.update(),
        trustPage: ports.trustPage(),
      },
      changesAtMs,
    };
  };
  const repaint = (): void => {
    cancelTimer();
    const { panel, changesAtMs } = present();
    const tray = presentTray(shown(), panel, context(ports, options), options.bar);
    ports.showTray(tray);
    const isOpen = ports.isOpen();
    if (isOpen) ports.push(panel);
    // Why the tray's too: a countdown beside the mark is seen while nothing is open.
    const dueAtMs = [isOpen ? changesAtMs : null, tray.changesAtMs].filter((at) => at !== null);
    if (dueAtMs.length === 0) return;
    const delayMs = Math.min(TIMER_MAX_MS, Math.min(...dueAtMs) - ports.nowMs() + 1);
    cancelTimer = ports.after(Math.max(delayMs, 1), repaint);
  };
  return { repaint, panel: () => present().panel };
}

function context(ports: PainterPorts, { paceDivisor }: PainterOptions) {
  const [words, settings, preferences] = [ports.words(), ports.settings(), ports.preferences()];
  return { words, settings, preferences, nowMs: ports.nowMs(), paceDivisor };
}
