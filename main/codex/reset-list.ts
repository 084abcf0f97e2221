// The list of earned resets: one extra request behind a good answer, at most hourly or when the count
// has changed, inside the same budget. Its failure harms nothing; nothing is ever redeemed.

import { isListDue, noteOfList, withResetList } from '../core/reset-credits.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import { resetListUrl } from './endpoints.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { OpenAi } from './openai.ts';
import type { CodexPorts } from './ports.ts';
import { type Attempt, USAGE_REQUESTS_PER_POLL } from './renewal/recover.ts';

export interface ResetListContext {
  readonly ports: Pick<CodexPorts, 'clock'>;
  readonly ledger: Pick<LedgerFile, 'resetList' | 'noteResetList' | 'noteRetryAt' | 'reserveUsage'>;
  readonly openai: Pick<OpenAi, 'fetchResetList'>;
  readonly paceDivisor: number;
}

/** The snapshot with the expiries of earned resets, asked for now or known from before. */
export async function withResets(
  context: ResetListContext,
  { config, signIn, account, requests }: Attempt,
  snapshot: UsageSnapshot,
): Promise<UsageSnapshot> {
  const { ports, ledger, openai, paceDivisor } = context;
  const now = { nowMs: ports.clock.nowMs(), paceDivisor };
  const note = await ledger.resetList(account.key);
  const known = withResetList(snapshot, note?.list ?? null, now.nowMs);
  const mayAsk = requests + 1 < USAGE_REQUESTS_PER_POLL && isListDue(snapshot, note, now);
  if (!mayAsk || !(await ledger.reserveUsage(account.key)).ok) return known;
  const url = resetListUrl(config.baseUrl);
  const { list, retryAtMs } = await openai.fetchResetList({ url, signIn });
  if (retryAtMs !== null) await ledger.noteRetryAt(account.key, retryAtMs);
  await ledger.noteResetList(account.key, noteOfList(snapshot, list, now));
  return withResetList(snapshot, list, now.nowMs);
}
