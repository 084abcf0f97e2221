// Makes a failing seed readable: takes one kind of fault after the other out of its world while it
// still fails the same way, then prints what is left and what happened.

import type { Violation } from './invariants.ts';
import { runSeed } from './run.ts';
import { createScenario, FAULTS, type Fault } from './scenario.ts';

const SHOWN_LINES = 60;
/** What happens all the time and changes nothing. */
const DULL =
  /(ledger|readings|history|config\.toml|realpath|\bstat|\bread |readdir|mkdir|close)(?!.*failed: E(?!NOENT))/;

/** Called outside of any promise's callback. */
export function printFailure(seed: number, violation: Violation | null): void {
  const without = violation === null ? new Set<Fault>() : shrink(seed, violation);
  const lines: string[] = [];
  const report = runSeed(seed, { without, trace: (line) => lines.push(line) });
  const shown =
    violation === null ? lines : lines.filter((line) => !DULL.test(line)).slice(-SHOWN_LINES);
  console.log(
    `\nseed ${seed}: ${report.violations.map(({ invariant, note }) => `${invariant}: ${note}`).join('; ')}`,
  );
  console.log(`verdict ${report.verdict}, control ${report.controlVerdict}, row ${report.row}`);
  console.log(`without: ${[...without].join(', ')}`);
  console.log(JSON.stringify(createScenario(seed, without)));
  console.log(shown.join('\n'));
}

function shrink(seed: number, violation: Violation): ReadonlySet<Fault> {
  let without: ReadonlySet<Fault> = new Set();
  for (const fault of FAULTS) {
    const fewer = new Set([...without, fault]);
    const { violations } = runSeed(seed, { without: fewer, trace: null });
    const isSame = violations.some(
      ({ invariant, note }) => invariant === violation.invariant && note === violation.note,
    );
    if (isSame) without = fewer;
  }
  return without;
}
