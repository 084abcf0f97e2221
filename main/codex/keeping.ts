// What is kept of a poll: the numbers for later, their history, and what was used elsewhere. Numbers come
// from OpenAI, or from Codex's own log where the answer is missing or nobody may be asked.

import { fail, succeed } from '../core/failure.ts';
import type { HistorySample } from '../core/history.ts';
import type { Numbers, Outcome, Past } from '../core/reading.ts';
import { withTrends } from '../core/trend.ts';
import { COUNTED_LATE_MS, findUnexplained, LOOKED_BACK_MS } from '../core/unexplained.ts';
import type { HistoryFile } from './history-file.ts';
import type { ReadingsFile } from './readings-file.ts';
import type { ReadOptions, Session } from './session.ts';
import { localUse } from './sessions/local-use.ts';
import { type LogContext, newestFromLog, newestOf } from './sessions/session-limits.ts';

export interface Noted extends Numbers, Past {}

export interface Keeping {
  readonly session: Session;
  readonly readings: ReadingsFile;
  readonly history: HistoryFile;
  readonly log: LogContext;
  readonly mayLookAtUse: () => boolean;
}

/** One poll; good numbers are saved. */
export async function pollAndSave(keeping: Keeping, options: ReadOptions): Promise<Outcome> {
  const { session, readings } = keeping;
  const outcome = await session.readUsage(options);
  const { account, result } = outcome;
  if (account === null) return outcome;
  if (!result.ok) {
    const noted = await lookIntoLog(keeping);
    if (noted?.account.key !== account.key) return outcome;
    const { snapshot, history, unexplained } = noted;
    return { ...outcome, fromLog: snapshot, history, unexplained };
  }
  const { snapshot, ...past } = await note(keeping, { account, snapshot: result.value });
  await readings.save(account, snapshot);
  return { ...outcome, ...past, result: succeed(snapshot) };
}

/** The numbers of the log in place of a poll. */
export async function readLog(keeping: Keeping, options: ReadOptions): Promise<Outcome> {
  const { loaded, ...settled } = await keeping.session.loadOnly(options);
  if (!loaded.ok) return { ...settled, account: null, result: loaded };
  const { account } = loaded.value;
  const snapshot = await newestOf(keeping.log, loaded.value);
  if (snapshot === null) return { ...settled, account, result: fail({ kind: 'nothing-in-log' }) };
  const { snapshot: noted, ...past } = await note(keeping, { account, snapshot });
  return { ...settled, ...past, account, result: succeed(noted) };
}

/** What Codex noted last; null if it is nothing that can be used. */
export async function lookIntoLog(keeping: Keeping): Promise<Noted | null> {
  const found = await newestFromLog(keeping.log);
  return found && note(keeping, found);
}

/**
 * Why the log's numbers too: what Codex notes is exact at its moment, and the chart has no gap where only
 * the answer was missing. They are not saved: the log itself keeps them.
 */
async function note(keeping: Keeping, { account, snapshot }: Numbers): Promise<Noted> {
  const history = await keeping.history.record(account.key, snapshot);
  const unexplained = await unexplainedIn(keeping, history);
  return { account, snapshot: withTrends(snapshot, history), history, unexplained };
}

async function unexplainedIn(
  { log: { ports, codexHome }, mayLookAtUse }: Keeping,
  samples: readonly HistorySample[],
): Promise<Past['unexplained']> {
  if (!mayLookAtUse()) return null;
  const nowMs = ports.clock.nowMs();
  // Why first: where nothing rose, thousands of files need not be looked at.
  if (findUnexplained({ samples, active: [], nowMs }) === null) return null;
  const active = await localUse(ports.files, codexHome, nowMs - LOOKED_BACK_MS - COUNTED_LATE_MS);
  return active && findUnexplained({ samples, active, nowMs });
}
