// What the app and its scan worker tell each other. Types only, and plain data: counts, names of files,
// no text of any session.

import type { ActivitySpans } from '../../core/activity/report-types.ts';
import type { Moment } from './counter.ts';

/** What a worker is started with. */
export interface ScanHomes {
  readonly codexHome: string;
  /** Whose index is kept; null keeps none. */
  readonly plimsollHome: string | null;
  /** One number: not 0 once the scan is to be left. */
  readonly stopFlag: SharedArrayBuffer;
}

export interface ScanRequest extends Moment {
  /** Answers carry it. */
  readonly number: number;
}

export type ScanAnswer =
  | { readonly kind: 'progress'; readonly number: number; readonly spans: ActivitySpans }
  | {
      readonly kind: 'done';
      readonly number: number;
      readonly spans: ActivitySpans;
      readonly touched: readonly Touched[];
    };

/** What a refresh read or wrote; a folder whose files were opened is told as one name. */
export interface Touched {
  readonly kind: 'read' | 'written';
  readonly file: string;
}
