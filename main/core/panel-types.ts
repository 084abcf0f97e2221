// What the popover shows: finished strings, clamped percents, levels. Types only; panel.ts makes it.
// The renderer paints exactly this and decides nothing.

import type { ActivityPanel } from './activity/panel-types.ts';
import type { MarkShape } from './icon.ts';
import type { ChartSpan } from './settings.ts';
import type { SettingsPanel } from './settings-panel-types.ts';
import type { TrustPage } from './trust/page-types.ts';
import type { Level } from './verdict.ts';

export type { Level };

/** The closed list of things that a button or menu item may ask the main process to do. */
export type ActName =
  | 'copy-login-command'
  | 'open-keyring'
  | 'try-once-more'
  | 'repair-sign-in'
  | 'open-usage-page'
  | 'open-settings'
  | 'open-trust'
  | 'close-trust'
  | 'copy-trust'
  | 'copy-report'
  | 'snooze-alerts'
  | 'send-test-alert'
  | 'reset-settings'
  | 'open-releases'
  | 'hide-update'
  | 'note-unreadable'
  | 'add-account-folder'
  | 'import-accounts'
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

/** A moment of the chart: 0 to 1 from its left to its right, and from its bottom to its top. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** One window over time. */
export interface ChartSeries {
  /** Stable between polls. */
  readonly id: string;
  /** "5-hour", "Weekly". */
  readonly label: string;
  /** Stretches without a gap. A value holds until the next point of its stretch. */
  readonly runs: readonly (readonly ChartPoint[])[];
  /** Where the window began anew, 0 to 1 from the left. */
  readonly resets: readonly number[];
}

/** How the limits went over a span of time. */
export interface Chart {
  /** "Percent left". */
  readonly title: string;
  /** The whole picture in sentences, for a screen reader. */
  readonly spoken: string;
  /** Shortest window first; at most two. */
  readonly series: readonly ChartSeries[];
  /** What a mark of a reset is called: "Reset"; null where there is none to explain. */
  readonly resetLabel: string | null;
  /** Said in place of the picture when the span holds nothing; null otherwise. */
  readonly nothing: string | null;
  /** From bottom to top: "0%", "50%", "100%". */
  readonly levels: readonly string[];
  /** From left to right, evenly spread: "14:05", "02:05", "Now". */
  readonly moments: readonly string[];
  readonly spans: SpanSwitch;
}

/** The one switch of the time shown, by chart and activity alike. */
export interface SpanSwitch {
  readonly name: string;
  readonly choices: readonly {
    readonly span: ChartSpan;
    readonly label: string;
    readonly chosen: boolean;
  }[];
}

/** What went wrong, what it means, and one thing to do. At most one at a time. */
export interface Notice {
  readonly tone: 'act' | 'wait' | 'report';
  readonly title: string;
  readonly text: string;
  readonly button: PanelButton | null;
}

/** There is no icon to be seen: why, and the way out. */
export interface Rescue {
  readonly title: string;
  readonly text: string;
  readonly button: PanelButton;
}

/** A newer Plimsoll is out: the quiet line, the way to what is new, and the way to be rid of it. */
export interface UpdateLine {
  readonly text: string;
  readonly button: PanelButton;
  readonly hide: PanelButton;
}

/** Which account is shown, where there are several. */
export interface AccountSwitch {
  /** What is chosen, for a screen reader: "Account". */
  readonly name: string;
  readonly entries: readonly {
    /** Opaque: what choosing it sends. */
    readonly id: string;
    readonly name: string;
    /** How it is with it, told by shape. */
    readonly shape: MarkShape;
    readonly chosen: boolean;
    /** "Work, near a limit". */
    readonly spoken: string;
  }[];
}

export interface Panel {
  /** BCP 47, for the document's `lang`. */
  readonly language: string;
  readonly appName: string;
  readonly verdict: { readonly text: string; readonly level: Level } | null;
  readonly notice: Notice | null;
  /** Null while there is only one. */
  readonly accounts: AccountSwitch | null;
  readonly gauges: readonly Gauge[];
  readonly groups: readonly GaugeGroup[];
  readonly facts: readonly Fact[];
  /** Null until there is a history to speak of. */
  readonly chart: Chart | null;
  /** Null while local sessions are not to be counted, or there is no place for them. */
  readonly activity: ActivityPanel | null;
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
    /** What the way to the trust page is called. */
    readonly openLabel: string;
  };
  readonly refresh: {
    readonly label: string;
    readonly busy: boolean;
    readonly enabled: boolean;
    /** Why it is disabled, or when the next look comes by itself. */
    readonly hint: string | null;
  };
  /** Why this stands in a window of its own instead of under an icon, and what helps; else null. */
  readonly rescue: Rescue | null;
  /** Null while there is no newer version to tell of. */
  readonly update: UpdateLine | null;
  /** The label of the switch between "left" and "used", and what it would choose. */
  readonly numbers: { readonly shown: 'left' | 'used'; readonly switchLabel: string };
  readonly theme: 'system' | 'light' | 'dark';
  /** The settings page, finished like the rest; painted only when it is opened. */
  readonly settings: SettingsPanel;
  /** The trust page; null unless it is asked for. */
  readonly trustPage: TrustPage | null;
}
