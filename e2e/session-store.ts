// A small store of session files as Codex writes them, with sums that are known. Only what a count
// needs is in a line; a filler stands for the rest.

import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DAY_MS, HOUR_MS } from '../main/core/time.ts';

export interface Spend {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

export interface WrittenSession {
  readonly file: string;
  /** One more turn with one call, now. */
  grow(): void;
}

interface SessionInput {
  readonly codexHome: string;
  /** Tells sessions apart. */
  readonly number: number;
  readonly atMs: number;
  readonly model: string;
  /** How many turns, of one call each. */
  readonly turns: number;
  readonly fillerBytes?: number;
}

/** What each call spends. */
export const SPEND: Spend = { input: 1_000, cached: 600, output: 50, reasoning: 20 };

/** Writes one session, as old as it says. */
export function writeSession(input: SessionInput): WrittenSession {
  const { codexHome, number, atMs, model, turns, fillerBytes = 0 } = input;
  const id = `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const moment = localMoment(atMs);
  const folder = path.join(codexHome, 'sessions', ...moment.slice(0, 10).split('-'));
  const file = path.join(folder, `rollout-${moment.replaceAll(':', '-')}-${id}.jsonl`);
  mkdirSync(folder, { recursive: true });
  const filler = line(atMs, 'response_item', { type: 'message', text: 'x'.repeat(fillerBytes) });
  const meta = line(atMs, 'session_meta', { id, cwd: '/tmp', cli_version: '0.169.0' });
  const lines = Array.from({ length: turns }, (_, at) => turn(atMs, model, at + 1));
  writeFileSync(file, [meta, filler, ...lines].join(''));
  utimesSync(file, (atMs - 3 * DAY_MS) / 1000, atMs / 1000);
  let calls = turns;
  const grow = (): void => {
    calls += 1;
    appendFileSync(file, turn(Date.now(), model, calls));
  };
  return { file, grow };
}

function turn(atMs: number, model: string, calls: number): string {
  return [
    line(atMs, 'turn_context', { model }),
    line(atMs, 'event_msg', { type: 'task_started' }),
    line(atMs, 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: usage(calls), last_token_usage: usage(1) },
      rate_limits: null,
    }),
  ].join('');
}

function usage(calls: number): object {
  return {
    input_tokens: calls * SPEND.input,
    cached_input_tokens: calls * SPEND.cached,
    output_tokens: calls * SPEND.output,
    reasoning_output_tokens: calls * SPEND.reasoning,
    total_tokens: calls * (SPEND.input + SPEND.output),
  };
}

function line(atMs: number, type: string, payload: object): string {
  return `${JSON.stringify({ timestamp: new Date(atMs).toISOString(), type, payload })}\n`;
}

/** "2026-11-22T10:42:07", where this runs. */
function localMoment(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * (HOUR_MS / 60);
  return new Date(atMs - offsetMs).toISOString().slice(0, 19);
}
