// The one gate through which the polls of all accounts go out: one at a time, a gap between those of two
// accounts. What the gap is and who goes first is decided in core; here is the line, and the one timer
// for its head.

import { gapLeftMs, nextInLine, type Waiting } from '../core/stagger.ts';

export interface PollGatePorts {
  /** Milliseconds by a clock that is never set. */
  steadyMs(): number;
  /** Calls back once after that time; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface PollGate {
  /** Resolves when this poll of an account may begin. */
  turn(account: string, isPersonal: boolean): Promise<void>;
}

interface InLine extends Waiting {
  readonly account: string;
  readonly begin: () => void;
}

export function createPollGate(ports: PollGatePorts, paceDivisor: () => number): PollGate {
  let waiting: readonly InLine[] = [];
  let tickets = 0;
  let last: { readonly account: string; readonly beganMs: number } | null = null;
  let cancelTimer: (() => void) | null = null;
  const serve = (): void => {
    cancelTimer = null;
    const steadyMs = ports.steadyMs();
    const next = nextInLine(waiting);
    if (next === null) return;
    // Why not after itself: one account has its own manners, and waits for nobody else's.
    const lastBeganMs = last === null || last.account === next.account ? null : last.beganMs;
    const delayMs = gapLeftMs({ lastBeganMs, steadyMs, paceDivisor: paceDivisor() });
    if (delayMs > 0) {
      cancelTimer = ports.after(delayMs, serve);
      return;
    }
    waiting = waiting.filter((each) => each !== next);
    last = { account: next.account, beganMs: steadyMs };
    next.begin();
    serve();
  };
  return {
    turn: (account, isPersonal) =>
      new Promise((begin) => {
        tickets += 1;
        waiting = [...waiting, { ticket: tickets, account, isPersonal, begin }];
        if (cancelTimer === null) serve();
      }),
  };
}
