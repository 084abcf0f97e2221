// What the trust page shows: sections of rows, every text finished. Types only; page.ts makes it,
// the renderer paints exactly this.

import type { Deed } from './trust.ts';

/** A host that requests may go to, and what for. */
export type UsualHost = Pick<Deed, 'target' | 'purpose'>;

export interface TrustRow {
  /** Stable between repaints, and unique on the page. */
  readonly id: string;
  /** A file, host or program by its own name; null where the row is about none. */
  readonly target: string | null;
  /** Why it was touched, or what happened. */
  readonly text: string;
  /** How often, when, and with what result; null where the text says all. */
  readonly detail: string | null;
}

export interface TrustSection {
  readonly id: string;
  readonly title: string;
  /** Said in place of rows when there are none. */
  readonly nothing: string;
  readonly rows: readonly TrustRow[];
}

export interface TrustPage {
  readonly title: string;
  readonly backLabel: string;
  readonly intro: string;
  readonly sections: readonly TrustSection[];
  /** What cannot be listed here. */
  readonly unlisted: string;
  readonly copy: { readonly label: string; readonly status: string | null };
}
