// Session files as Codex writes them, for tests: lines of made-up use in the folder of their day.
// Only tests import this.

import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SECOND_MS } from '../core/time.ts';

export interface NotedUse {
  readonly atMs: number;
  /** Of the 5-hour limit. */
  readonly usedPercent: number;
  readonly limitId?: string;
}

export interface MadeSession {
  /** Names the file. */
  readonly name: string;
  readonly accountId?: string;
  readonly userId?: string;
  readonly uses: readonly NotedUse[];
  /** What stands after the last whole line. */
  readonly half?: string;
  readonly changedAtMs?: number;
  readonly day?: string;
}

/** One line with the limits at a moment; they reset an hour later, and a day later. */
export function limitsLine({ atMs, usedPercent, limitId = 'codex' }: NotedUse): string {
  const resetsAtS = Math.round(atMs / SECOND_MS);
  const limits = {
    limit_id: limitId,
    primary: { used_percent: usedPercent, window_minutes: 300, resets_at: resetsAtS + 3_600 },
    secondary: { used_percent: 34, window_minutes: 10_080, resets_at: resetsAtS + 86_400 },
  };
  const payload = { type: 'token_count', info: null, rate_limits: limits };
  return JSON.stringify({ timestamp: new Date(atMs).toISOString(), type: 'event_msg', payload });
}

/** Writes a session and answers with its file. */
export async function writeSession(codexHome: string, session: MadeSession): Promise<string> {
  const { name, accountId, userId, uses, half = '', changedAtMs, day = '2026/11/22' } = session;
  const folder = path.join(codexHome, 'sessions', day);
  await mkdir(folder, { recursive: true });
  const payload = { id: name, creator_account_id: accountId, creator_user_id: userId };
  const first = JSON.stringify({
    timestamp: '2026-11-22T10:00:00Z',
    type: 'session_meta',
    payload,
  });
  const file = path.join(folder, `rollout-${name}.jsonl`);
  await writeFile(file, `${[first, ...uses.map(limitsLine)].join('\n')}\n${half}`);
  const changedAt = (changedAtMs ?? uses.at(-1)?.atMs ?? Date.now()) / SECOND_MS;
  await utimes(file, changedAt, changedAt);
  return file;
}
