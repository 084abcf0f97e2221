// What Plimsoll knows about the quota at one moment. Types only: usage.ts makes a snapshot from an
// answer, saved.ts from disk; panel, verdict and the command read it. Unknown is null, never 0.

/** A window's kind, by its length and never by its slot in the answer. */
export type WindowKind = 'session' | 'daily' | 'weekly' | 'monthly' | 'other';

/** `exact`, or something was guessed (`assumed`), or something could not be read (`partial`). */
export type Confidence = 'exact' | 'assumed' | 'partial';

export interface RateLimitWindow {
  readonly id: 'primary' | 'secondary';
  readonly kind: WindowKind;
  /** Length in ms, as given or guessed. */
  readonly durationMs: number;
  /** 0 to 100 and above; null if the answer did not say. */
  readonly usedPercent: number | null;
  readonly resetsAtMs: number | null;
  /** Used up: 100 % or more, or the service said that this limit is reached. */
  readonly depleted: boolean;
  /** What the history said when the numbers were taken; null if it said too little. */
  readonly trend: Trend | null;
}

/** Where a window is heading by its history; core/trend.ts works it out. */
export interface Trend {
  /** When the window runs out, epoch ms; null unless that is before its reset. */
  readonly runsOutAtMs: number | null;
  /** Whether use was spread wide enough for a forecast to mean something. */
  readonly isEnough: boolean;
}

export interface ModelLimit {
  readonly id: string;
  readonly name: string;
  readonly windows: readonly RateLimitWindow[];
}

export interface Credits {
  /** The text as given; no unit is known, and no sums are done with it. */
  readonly balance: string | null;
  readonly hasCredits: boolean | null;
  readonly unlimited: boolean | null;
  readonly overageLimitReached: boolean | null;
}

export interface SpendLimit {
  /** Amounts are text as given; no unit is known. */
  readonly limit: string | null;
  readonly used: string | null;
  readonly remaining: string | null;
  readonly usedPercent: number | null;
  readonly remainingPercent: number | null;
  readonly resetsAtMs: number | null;
  readonly reached: boolean;
}

export interface ResetCredits {
  readonly available: number;
  /** When the known ones lapse, ascending, epoch ms. */
  readonly expiriesMs: readonly number[];
}

export interface Plan {
  readonly raw: string;
  readonly label: string;
}

/** Who said it: OpenAI just when it was true, or a session file in which Codex noted it. */
export type NumbersSource = 'live' | 'session-log';

export interface UsageSnapshot {
  readonly source: NumbersSource;
  /** When these numbers were true, epoch ms. */
  readonly takenAtMs: number;
  readonly confidence: Confidence;
  readonly plan: Plan | null;
  readonly email: string | null;
  /** The main limits, shortest first. */
  readonly windows: readonly RateLimitWindow[];
  readonly additional: readonly ModelLimit[];
  /** Never an empty list: null when the answer has no code review window. */
  readonly codeReview: readonly RateLimitWindow[] | null;
  readonly credits: Credits | null;
  readonly spendLimit: SpendLimit | null;
  readonly resetCredits: ResetCredits | null;
}
