// What local session files say of a span of days: the shape that the command prints and the popover
// shows. Types only; report.ts makes it. Counts are whole numbers; 0 means that nothing was found.

/** What was spent. `cached` is part of `input`, `reasoning` of `output`; `total` is both together. */
export interface TokenCounts {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
  readonly total: number;
}

export interface ActivityCounts extends TokenCounts {
  /** Each session once, however many days or models it has. */
  readonly sessions: number;
  readonly turns: number;
  /** Answers of a model. */
  readonly calls: number;
}

/** A row of one local day, "2026-11-22". */
export interface DayCounts extends ActivityCounts {
  readonly day: string;
}

/** A row of one model; "unknown" where none is named. */
export interface ModelCounts extends ActivityCounts {
  readonly model: string;
}

export interface DayModelCounts extends DayCounts, ModelCounts {}

/** Why a file was not counted, or not to its end. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: 'compressed' | 'unreadable' | 'not-a-file';
}

/** The last `days` local days, today among them. */
export interface ActivityReport {
  readonly timeZone: string;
  /** First and last day of the span. */
  readonly from: string;
  readonly to: string;
  /** False when the count was stopped early, or something could not be read. */
  readonly complete: boolean;
  readonly totals: ActivityCounts;
  /** Ascending; days with anything. */
  readonly byDay: readonly DayCounts[];
  /** Most tokens first. */
  readonly byModel: readonly ModelCounts[];
  /** Ascending by day, then most tokens first. */
  readonly byDayModel: readonly DayModelCounts[];
  /** Sessions by the time of their last line, whatever the span. */
  readonly recent: { readonly last5h: number; readonly last7d: number; readonly all: number };
  readonly skipped: readonly SkippedFile[];
}

/** How far a count has come. */
export interface ActivityProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What the popover has to show of it. `today` is exact before the rest is counted. */
export interface ActivitySpans {
  readonly today: ActivityReport;
  readonly week: ActivityReport;
  readonly month: ActivityReport;
  /** Null once all is counted. */
  readonly progress: ActivityProgress | null;
}
