// What the popover shows: finished strings, clamped percents, levels. Types only; panel.ts makes it.
// The renderer paints exactly this and decides nothing.

import type { Level } from './verdict.ts';

export type { Level };

/** The closed list of things that a button or menu item may ask the main process to do. */
export type ActName =
  | 'copy-login-command'
  | 'try-once-more'
  | 'repair-sign-in'
  | 'open-usage-page'
  | 'copy-report'
  | 'close'
  | 'quit';

export interface PanelButton {
  readonly act: ActName | 'poll';
  readonly label: string;
}

export interface Gauge {
  /** Stable between polls: rows keep their places and their elements. */
  readonly id: string;
  /** "5-hour", "Weekly": from the window's length. */
  readonly label: string;
  /** "63%", or a dash when unknown. */
  readonly percent: string;
  /** What the percent counts: "left" or "used"; with a dash, why it is unknown. */
  readonly percentNote: string;
  /** The painted share of the bar, 0 to 100; null paints an empty, dashed track. */
  readonly fillPercent: number | null;
  /** Where even use would be now, on the same scale as the fill; null when it cannot be said. */
  readonly paceTickPercent: number | null;
  readonly level: Level;
  /** "Resets in 2 h 14 min, at 18:40", "Resets in 3 d 11 h, on Thu at 14:33". */
  readonly reset: string;
  /** The same without a countdown, for places that are not repainted: "Resets at 18:40". */
  readonly resetAt: string;
  /** The whole row as one sentence for a screen reader. */
  readonly spoken: string;
  /** True when the number is known to be from before a reset that has passed. */
  readonly outdated: boolean;
}

export interface GaugeGroup {
  readonly id: string;
  readonly title: string;
  readonly gauges: readonly Gauge[];
}

/** A quiet line such as credits, spend limit or earned resets. */
export interface Fact {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly detail: string | null;
}

/** What went wrong, what it means, and one thing to do. At most one at a time. */
export interface Notice {
  readonly tone: 'act' | 'wait' | 'report';
  readonly title: string;
  readonly text: string;
  readonly button: PanelButton | null;
}

export interface Panel {
  /** BCP 47, for the document's `lang`. */
  readonly language: string;
  readonly appName: string;
  readonly verdict: { readonly text: string; readonly level: Level } | null;
  readonly notice: Notice | null;
  readonly gauges: readonly Gauge[];
  readonly groups: readonly GaugeGroup[];
  readonly facts: readonly Fact[];
  /** "Plus"; null when unknown. */
  readonly plan: string | null;
  readonly email: string | null;
  readonly trust: {
    /** "Live, 20 s ago", "Before the reset, 2 min ago", "Saved, 2 h ago: offline"; null if none. */
    readonly source: string | null;
    /** The same without an age, for places that are not repainted: "Live at 10:42". */
    readonly sourceAt: string | null;
    /** True when the numbers are saved or from before a reset: painted as such. */
    readonly old: boolean;
    /** "10:42 The sign-in had expired; Codex had already renewed it; nothing was sent". */
    readonly recovery: string | null;
  };
  readonly refresh: {
    readonly label: string;
    readonly busy: boolean;
    readonly enabled: boolean;
    /** Why it is disabled, or when the next look comes by itself. */
    readonly hint: string | null;
  };
  /** The label of the switch between "left" and "used", and what it would choose. */
  readonly numbers: { readonly shown: 'left' | 'used'; readonly switchLabel: string };
}
