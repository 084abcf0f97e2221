// `plimsoll activity`: what Codex's session files say of the last days, as tables or as the object of
// contract.md §5. Makes no request and reads no sign-in; Ctrl-C leaves it, and what was counted is kept.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActivityCounter } from '../codex/activity-counter.ts';
import type { ActivityReport } from '../core/activity-report.ts';
import { formatActivity } from '../core/activity-text.ts';
import type { Words } from '../core/words/words.ts';
import type { Options } from './options.ts';

export interface ActivityCommand {
  readonly codexHome: string;
  /** Null where no session files are known. */
  readonly counter: ActivityCounter | null;
  readonly words: Words;
  /** IANA name. */
  readonly timeZone: string;
  readonly options: Options;
  readonly nowMs: () => number;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Shows how far the count is, in place of what was shown before. */
  readonly progress: (text: string) => void;
}

/** As a shell says it of a program that was interrupted. */
const EXIT_INTERRUPTED = 130;
const TELL_EVERY_MS = 100;
const BAR_WIDTH = 20;

export async function runActivity(command: ActivityCommand): Promise<number> {
  const { codexHome, counter, options, print, timeZone, words } = command;
  const moment = { nowMs: command.nowMs(), timeZone };
  if (counter !== null && !(await count(command, counter, moment))) return EXIT_INTERRUPTED;
  const report = counter?.report({ ...moment, days: options.days }) ?? null;
  if (report === null) {
    command.note(words.say.activity.failed);
    return 0;
  }
  if (options.json) print(JSON.stringify(presentReport(report, { codexHome, options }), null, 2));
  else print(formatActivity(report, { words, by: options.by }));
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
  let toldAtMs = performance.now();
  let hasTold = false;
  for (const { doneBytes, totalBytes } of counter.refresh(moment)) {
    if (performance.now() - toldAtMs < TELL_EVERY_MS) continue;
    toldAtMs = performance.now();
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
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${bar} ${Math.floor(share * 100)}%`;
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
