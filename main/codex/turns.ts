// Work of this process that must not overlap, one after another in the order in which it was asked for.
// Knows no other process; locked-turns.ts does.

/** Runs work when its turn has come; its failure is the caller's and does not stop the next. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
