// Counts the session files of one Codex home and keeps the count: files that have not changed are not
// opened, of those that grew only the new bytes are read. Synchronous, in steps between which it may be
// left; runs in the scan worker and in the command, never in the app's main loop.

import { type Calendar, createCalendar } from '../../core/activity/days.ts';
import type { IndexEntry } from '../../core/activity/index-text.ts';
import { reportActivity } from '../../core/activity/report.ts';
import type {
  ActivityProgress,
  ActivityReport,
  ActivitySpans,
  SkippedFile,
} from '../../core/activity/report-types.ts';
import {
  type ActivitySummary,
  isCurrent,
  type Session,
  summarize,
} from '../../core/activity/summary.ts';
import { copyTally, createTally, QUARTER_MS, type Tally } from '../../core/activity/tally.ts';
import type { IndexFile, PackedIndex } from './index-file.ts';
import { bytesDue, type Due, isUnchanged, mayResume, planOf, withoutCopies } from './plan.ts';
import { AT_START, createScanner, markOf, openRollout, type Scanner } from './rollout-scan.ts';
import { createFindRollouts, type FindRollouts, type RolloutFile } from './rollouts.ts';

export interface Moment {
  readonly nowMs: number;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Step extends ActivityProgress {
  /** Whether every file that may have lines of today is counted. */
  readonly isTodayCounted: boolean;
}

export interface ActivityCounter {
  /**
   * Brings the count up to date, newest files first. Whoever leaves it early keeps what was counted so
   * far; it then reports that it is not complete.
   */
  refresh(moment: Moment): Generator<Step, void>;
  report(span: Moment & { readonly days: number }): ActivityReport;
  spans(moment: Moment, progress: ActivityProgress | null): ActivitySpans;
  /** Since this was made. */
  counters(): Counters;
}

export interface Counters {
  readonly filesOpened: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

export interface CounterContext {
  readonly codexHome: string;
  /** Null keeps the count in memory only. */
  readonly index: IndexFile | null;
  /** IANA name of the zone of this process, if it is known. */
  readonly ownZone?: string;
  /** A session file was opened: its name below the home. */
  readonly onOpen?: (name: string) => void;
}

/** What one counter has; mutable. */
interface Count {
  readonly context: CounterContext;
  readonly find: FindRollouts;
  scanner: Scanner | null;
  filesOpened: number;
  /** As it was read from disk; undefined before that. */
  packed: PackedIndex | null | undefined;
  /** By name; null as long as the index has all that is asked for. */
  entries: Map<string, IndexEntry> | null;
  skipped: SkippedFile[];
  isComplete: boolean;
  /** Whether the index on disk has all of it. */
  isSaved: boolean;
  /** Made of the entries when asked for. */
  summary: ActivitySummary | null;
  calendar: Calendar | null;
}

export function createActivityCounter(context: CounterContext): ActivityCounter {
  const count: Count = {
    find: createFindRollouts(context.codexHome, () => Date.now()),
    ...{ context, scanner: null, filesOpened: 0, packed: undefined, entries: null, skipped: [] },
    ...{ isComplete: false, isSaved: true, summary: null, calendar: null },
  };
  const report: ActivityCounter['report'] = ({ days, ...moment }) =>
    reportActivity({
      summary: summaryOf(count, moment),
      skipped: count.skipped,
      isComplete: count.isComplete && count.skipped.every(({ reason }) => reason !== 'unreadable'),
      nowMs: moment.nowMs,
      today: calendarOf(count, moment).dayOf(quarterOf(moment)),
      days,
    });
  return {
    refresh: (moment) => refresh(count, moment),
    report,
    spans: (moment, progress) => ({
      today: report({ ...moment, days: 1 }),
      week: report({ ...moment, days: 7 }),
      month: report({ ...moment, days: 30 }),
      progress,
    }),
    counters: () => ({
      filesOpened: count.filesOpened,
      bytesRead: count.scanner?.bytesRead() ?? 0,
      bytesWritten: context.index?.bytesWritten() ?? 0,
    }),
  };
}

function quarterOf({ nowMs }: Moment): number {
  return Math.floor(nowMs / QUARTER_MS);
}

function calendarOf(count: Count, { timeZone }: Moment): Calendar {
  if (count.calendar?.timeZone !== timeZone) {
    count.calendar = createCalendar(timeZone, count.context.ownZone);
  }
  return count.calendar;
}

function summaryOf(count: Count, moment: Moment): ActivitySummary {
  const now = { calendar: calendarOf(count, moment), nowMs: moment.nowMs };
  if (count.summary === null || !isCurrent(count.summary, now)) {
    count.summary = summarize({ sessions: sessionsOf(entriesOf(count)), ...now });
  }
  return count.summary;
}

/** Files of one session are the same thread's, whatever they are called. */
function sessionsOf(entries: ReadonlyMap<string, IndexEntry>): readonly Session[] {
  const byId = new Map<string, Tally[]>();
  for (const { name, tally } of entries.values()) {
    const known = byId.get(tally.id ?? name);
    if (known === undefined) byId.set(tally.id ?? name, [tally]);
    else known.push(tally);
  }
  return [...byId.values()];
}

function entriesOf(count: Count): Map<string, IndexEntry> {
  count.entries ??= new Map(count.packed?.unpack().map((entry) => [entry.name, entry]));
  count.packed = null;
  return count.entries;
}

function* refresh(count: Count, moment: Moment): Generator<Step, void> {
  const { index } = count.context;
  count.isComplete = false;
  if (count.packed === undefined) count.packed = index?.load() ?? null;
  const found = count.find();
  const files = withoutCopies(found.files);
  count.skipped = [...found.skipped];
  if (count.packed !== null && isUnchanged(count.packed.files, files)) {
    count.summary ??= count.packed.summary;
    count.isComplete = true;
    return;
  }
  const plan = planOf(entriesOf(count), files);
  count.entries = plan.kept;
  if (plan.hasChanged) count.summary = null;
  count.isSaved = count.isSaved && !plan.hasChanged;
  try {
    yield* countAll(count, plan.due, moment);
    count.isComplete = true;
  } finally {
    // Left early or not: what was counted need not be counted again.
    if (!count.isSaved) save(count, files, moment);
  }
}

/** In the order in which files are found, in which the next process compares them. */
function save(count: Count, files: readonly RolloutFile[], moment: Moment): void {
  const { index } = count.context;
  const entries = files.flatMap(({ name }) => count.entries?.get(name) ?? []);
  if (index === null) count.isSaved = true;
  else count.isSaved = index.save({ entries, summary: summaryOf(count, moment) }, moment.nowMs);
}

function* countAll(count: Count, due: readonly Due[], moment: Moment): Generator<Step, void> {
  const todayAt = calendarOf(count, moment).startOfDay(quarterOf(moment));
  const ofToday = due.filter(({ file }) => file.mtimeMs >= todayAt * QUARTER_MS).length;
  const totalBytes = due.reduce((sum, one) => sum + bytesDue(one), 0);
  let doneBytes = 0;
  for (const [number, one] of due.entries()) {
    for (const bytes of countFile(count, one)) {
      yield {
        ...{ doneBytes: Math.min(doneBytes + bytes, totalBytes), totalBytes },
        isTodayCounted: number >= ofToday,
      };
    }
    doneBytes += bytesDue(one);
    yield { doneBytes, totalBytes, isTodayCounted: number + 1 >= ofToday };
  }
}

/** Reads what is new in a file and enters it; says in between how many bytes of it are done. */
function* countFile(count: Count, { file, known }: Due): Generator<number, void> {
  const opened = openRollout(`${count.context.codexHome}/${file.name}`);
  if (opened === null || typeof opened === 'string') {
    enter(count, file.name, opened);
    return;
  }
  count.filesOpened += 1;
  count.context.onOpen?.(file.name);
  count.scanner ??= createScanner();
  const { scanner } = count;
  const { fd, stat } = opened;
  try {
    const resumed = known !== null && mayResume(scanner, fd, stat, known) ? known : null;
    const tally = resumed === null ? createTally() : copyTally(resumed.tally);
    const from = resumed ?? AT_START;
    const scan = scanner.begin({ fd, from, endAt: stat.size, tally });
    while (scanner.readOn(scan)) yield scan.position - from.offset;
    const mark = markOf(scan);
    const { size, mtimeMs, ino } = stat;
    const fingerprint = scanner.fingerprint(fd, mark.offset);
    enter(count, file.name, { name: file.name, size, mtimeMs, ino, ...mark, fingerprint, tally });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    enter(count, file.name, 'unreadable');
  } finally {
    opened.close();
  }
}

/** What became of a file: its count, why there is none, or null for one that is gone. */
function enter(
  count: Count,
  name: string,
  became: IndexEntry | SkippedFile['reason'] | null,
): void {
  count.summary = null;
  if (typeof became === 'string') count.skipped.push({ file: name, reason: became });
  if (became !== null && typeof became !== 'string') count.entries?.set(name, became);
  else if (count.entries?.delete(name) !== true) return;
  count.isSaved = false;
}
