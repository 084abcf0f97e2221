// Facts about the app's end of the scan worker, with a worker that is driven by hand.

import { expect, test } from 'vitest';
import { madeUpSpans } from '../../core/example-activity.ts';
import { createActivity, type ScanWorker } from './activity.ts';
import type { ScanAnswer, ScanRequest, Touched } from './messages.ts';

const MOMENT = { nowMs: 1_795_000_000_000, timeZone: 'UTC' };
const spans = madeUpSpans({ today: '2026-11-22', days: [1] });

function createWorld() {
  const asked: ScanRequest[] = [];
  const seen: string[] = [];
  const listeners = { message: (_answer: ScanAnswer): void => {}, error: (): void => {} };
  const worker: ScanWorker = {
    postMessage: (request) => asked.push(request),
    on: (event: string, listener: never) => Object.assign(listeners, { [event]: listener }),
    terminate: async () => {},
  };
  const activity = createActivity({
    codexHome: '/home/a',
    plimsollHome: null,
    saw: (kind, file, isDone) => seen.push(`${kind} ${file} ${isDone}`),
    startWorker: () => worker,
  });
  const answer = (number: number, ...touched: readonly Touched[]): void =>
    listeners.message({ kind: 'done', number, spans, touched });
  return { activity, asked, seen, answer, fail: () => listeners.error() };
}

test('createActivity: tells what a refresh read and wrote, and nothing when it touched nothing', async () => {
  const { activity, seen, answer } = createWorld();
  const first = activity.refresh(MOMENT);
  answer(1, { kind: 'read', file: '/home/a/sessions/*.jsonl' }, { kind: 'written', file: '/x' });
  expect(await first).toEqual(spans);
  expect(seen).toEqual(['read /home/a/sessions/*.jsonl true', 'written /x true']);
  const second = activity.refresh(MOMENT);
  answer(2);
  expect(await second).toEqual(spans);
  expect(seen).toHaveLength(2);
});

test('createActivity: tells it also of a refresh that nobody waits for any more', async () => {
  const { activity, seen, answer } = createWorld();
  const first = activity.refresh(MOMENT);
  answer(7, { kind: 'read', file: '/home/a/sessions/*.jsonl' });
  expect(seen).toEqual(['read /home/a/sessions/*.jsonl true']);
  answer(1);
  expect(await first).toEqual(spans);
});

test('createActivity: joins a refresh that is running', async () => {
  const { activity, asked, answer } = createWorld();
  const both = [activity.refresh(MOMENT), activity.refresh(MOMENT)];
  answer(1);
  expect(await Promise.all(both)).toEqual([spans, spans]);
  expect(asked).toHaveLength(1);
});

test('createActivity: nothing is known when the worker fails, and the next refresh has another', async () => {
  const { activity, asked, answer, fail } = createWorld();
  const first = activity.refresh(MOMENT);
  fail();
  expect(await first).toBeNull();
  const second = activity.refresh(MOMENT);
  answer(2);
  expect(await second).toEqual(spans);
  expect(asked).toHaveLength(2);
});
