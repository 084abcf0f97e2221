// What the kill tests and their child tell each other: jobs go in as JSON lines, steps come out as
// lines of words. Never carries a token.

/** One start of Plimsoll over a home that may be in any state. */
export interface Job {
  readonly act: 'poll' | 'refresh-auth';
  readonly codexHome: string;
  readonly plimsollHome: string;
  readonly tokenUrl: string;
  /** What the child adds to the clock of the system. */
  readonly shiftMs: number;
  /** The port call before which it stops for ever, counted from 0; or its name. Null for none. */
  readonly holdAt: number | StepName | null;
}

/** The so-manyth call of a name, counted from 1. */
export interface StepName {
  readonly name: string;
  readonly nth: number;
}

export type Heard =
  /** About to make a port call. */
  | { readonly what: 'at'; readonly name: string }
  /** The call has come back; said of a few only. */
  | { readonly what: 'did'; readonly name: string }
  /** It stands before a call, and will not make it. */
  | { readonly what: 'held'; readonly name: string }
  | { readonly what: 'ready' }
  | { readonly what: 'ended'; readonly report: Report };

/** How a job ended, as far as it may be told. */
export interface Report {
  readonly failure: string | null;
  readonly warning: string | null;
  readonly steps: readonly string[];
}

export function parseHeard(line: string): Heard {
  const space = line.indexOf(' ');
  const what = space === -1 ? line : line.slice(0, space);
  const rest = line.slice(space + 1);
  switch (what) {
    case 'ready':
      return { what };
    case 'at':
    case 'did':
    case 'held':
      return { what, name: rest };
    case 'ended':
      return { what, report: JSON.parse(rest) };
    default:
      throw new Error(`the child said something else: ${line}`);
  }
}
