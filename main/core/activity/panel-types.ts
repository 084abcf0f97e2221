// Local activity as the popover shows it: finished strings, heights and shares. Types only;
// panel.ts makes it, and the renderer paints exactly this.

import type { SpanSwitch } from '../panel-types.ts';
import type { ActivitySpans } from './report-types.ts';

/** What there is to show. */
export interface ActivityShown {
  /** Whether anybody knows where the account's sessions are; without that nothing is ever counted. */
  readonly isPlaceKnown: boolean;
  /** Null until a count has said something. */
  readonly spans: ActivitySpans | null;
  /** When they were counted, epoch ms. */
  readonly countedAtMs: number;
  /** Whether the last try to count failed. */
  readonly failed: boolean;
}

/** A span of time in numbers. */
export interface ActivityRow {
  /** "Last 7 days". */
  readonly label: string;
  /** "12.4M", or a dash when unknown. */
  readonly tokens: string;
  /** "tokens", "tokens so far". */
  readonly note: string;
  /** The tokens in full: "12,401,337 tokens". */
  readonly spoken: string;
  /** "4 sessions · 31 turns · 86 calls", or why there is nothing. */
  readonly counts: string;
}

/** A part of the tokens: a kind of them, or a model's. */
export interface ActivityLine {
  /** Stable between counts. */
  readonly id: string;
  /** "Input, 10.2M of it cached", "gpt-5.6", "3 others". */
  readonly label: string;
  /** "11.9M". */
  readonly tokens: string;
  /** All of it in full. */
  readonly spoken: string;
  /** Of all tokens, 0 to 100; null where no bar is painted. */
  readonly sharePercent: number | null;
}

/** Tokens by day, as bars. */
export interface ActivityDays {
  /** The whole picture in a sentence, for a screen reader. */
  readonly spoken: string;
  /** Oldest first, today last. */
  readonly bars: readonly {
    readonly day: string;
    /** 0 to 1; null for a gap: nothing is known of that day, or nothing was. */
    readonly height: number | null;
    /** False for the days beside a shown today. */
    readonly inSpan: boolean;
    /** "Friday 4 December: 1.2M tokens"; null for a gap. */
    readonly hint: string | null;
  }[];
  /** What the highest bar stands for: "3.1M"; null if there is none. */
  readonly peak: string | null;
  /** Below the first and the last bar: "16 Nov", "Today". */
  readonly first: string;
  readonly last: string;
}

/** How far the first count has come. */
export interface ActivityCounting {
  readonly label: string;
  /** "Counting older sessions… 43%". */
  readonly text: string;
  /** 0 to 99; null when it cannot be said. */
  readonly percent: number | null;
}

export interface ActivityDetails {
  /** The switch between spans, where no chart above has it. */
  readonly spans: SpanSwitch | null;
  readonly days: ActivityDays;
  /** Null when the span is today, which stands above. */
  readonly total: ActivityRow | null;
  readonly kinds: readonly ActivityLine[];
  /** "Tokens by model". */
  readonly modelsName: string;
  readonly models: readonly ActivityLine[];
  /** Either this or the next is null. */
  readonly counting: ActivityCounting | null;
  /** "2 sessions in 5 h · 11 in 7 d · 412 in all". */
  readonly recent: string | null;
  /** "3 compressed session files are not counted." */
  readonly compressed: string | null;
}

export interface ActivityPanel {
  readonly today: ActivityRow;
  /** Whether there is more to show than today's line, and whether it is shown. */
  readonly disclosure: 'none' | 'closed' | 'open';
  readonly details: ActivityDetails | null;
  /** "As of 10:42; counting again failed.", "3 session files could not be read."; null if none. */
  readonly trouble: string | null;
}
