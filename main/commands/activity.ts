// `plimsoll activity`: what Codex's session files say of the last days, as tables or as the object of
// contract.md §5. Makes no request and reads no sign-in; Ctrl-C leaves it, and what was counted is kept.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { ActivityCounter } from '../codex/activity/counter.ts';
import { reportNothing } from '../core/activity/report.ts';
import type { ActivityReport } from '../core/activity/report-types.ts';
import { paintBar } from '../core/report-text.ts';
import type { Words } from '../core/words/words.ts';
import type { Options } from './options.ts';

export interface ActivityCommand {
  readonly codexHome: string;
  /** Null where no session files are known. */
  readonly counter: ActivityCounter | null;
  /** Made when a text is wanted. */
  readonly words: () => Promise<Words>;
  /** IANA name. */
  readonly timeZone: string;
  readonly options: Options;
  readonly nowMs: () => number;
  readonly print: (text: string) => void;
  /** Shows how far the count is, in place of what was shown before. */
  readonly progress: (text: string) => void;
}

/** As a shell says it of a program that was interrupted. */
const EXIT_INTERRUPTED = 130;
const TELL_EVERY_MS = 100;

// Why: measured, a tenth of a whole count went into inlining functions into each other again and again,
// and a fifth of one without news into making fast code for what is over before it is made.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
setFlagsFromString('--no-opt');
// Why: what is fast code at the usual budget is often made twice, of too little seen.
setFlagsFromString('--interrupt-budget=300000');

export async function runActivity(command: ActivityCommand): Promise<number> {
  const { codexHome, counter, options, print, timeZone } = command;
  const moment = { nowMs: command.nowMs(), timeZone };
  if (counter !== null && !(await count(command, counter, moment))) return EXIT_INTERRUPTED;
  const span = { ...moment, days: options.days };
  const report = counter?.report(span) ?? reportNothing(span);
  if (options.json) {
    print(JSON.stringify(presentReport(report, { codexHome, options }), null, 2));
    return 0;
  }
  const { formatActivity } = await import('../core/activity/text.ts');
  print(formatActivity(report, { words: await command.words(), by: options.by }));
  return 0;
}

/** False if it was interrupted. */
async function count(
  { progress }: ActivityCommand,
  counter: ActivityCounter,
  moment: { readonly nowMs: number; readonly timeZone: string },
): Promise<boolean> {
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  let toldAtMs = Date.now();
  let hasTold = false;
  let hasBegun = false;
  for (const { doneBytes, totalBytes } of counter.refresh(moment)) {
    if (!hasBegun) setFlagsFromString('--opt');
    hasBegun = true;
    if (Date.now() - toldAtMs < TELL_EVERY_MS) continue;
    toldAtMs = Date.now();
    hasTold = true;
    progress(paintProgress(doneBytes, totalBytes));
    // Why: a signal is only heard between turns.
    await nextTurn();
    if (isInterrupted) break;
  }
  process.off('SIGINT', interrupt);
  if (hasTold) progress('');
  return !isInterrupted;
}

function paintProgress(doneBytes: number, totalBytes: number): string {
  const percent = totalBytes === 0 ? 100 : (100 * doneBytes) / totalBytes;
  return `${paintBar(percent)} ${Math.floor(percent)}%`;
}

interface Asked {
  readonly codexHome: string;
  readonly options: Pick<Options, 'by'>;
}

/** The object of contract.md §5. */
function presentReport(
  { timeZone, from, to, complete, totals, byDay, byModel, ...report }: ActivityReport,
  { codexHome, options: { by } }: Asked,
): object {
  return {
    schema: 1,
    ...{ codexHome, timeZone, from, to, complete, totals, byDay, byModel },
    byDayModel: by.length === 2 ? report.byDayModel : null,
    sessions: report.recent,
    skipped: report.skipped,
  };
}
