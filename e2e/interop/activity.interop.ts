// Local activity against the real Codex: a session, one gone on with and a fork are counted exactly as the
// model on the loopback charged them, whole and step by step.

import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createActivityCounter } from '../../main/codex/activity/counter.ts';
import type { ActivityReport } from '../../main/core/activity/report-types.ts';
import { canFork, openSessionStage, type Step } from './sessions.ts';

const NAMES = ['input', 'cached', 'output', 'reasoning'] as const;

function sumOf(steps: readonly Step[]) {
  const spent = steps.flatMap((step) => step.spent);
  const sums = NAMES.map((name) => [name, spent.reduce((sum, one) => sum + one[name], 0)]);
  return {
    ...Object.fromEntries(sums),
    calls: spent.length,
    turns: steps.length,
    sessions: new Set(steps.map(({ id }) => id)).size,
  };
}

describe.each(inject('codexPrograms'))('what Codex spent: $version', (program) => {
  test('is counted exactly: a session, gone on with, and forked', async () => {
    const stage = await openSessionStage(program);
    onTestFinished(stage.close);
    const codexHome = stage.home.folder;
    const lasting = createActivityCounter({ codexHome, index: null });
    const count = (counter = createActivityCounter({ codexHome, index: null })): ActivityReport => {
      const moment = { nowMs: Date.now(), timeZone: 'UTC' };
      for (const _step of counter.refresh(moment));
      return counter.report({ ...moment, days: 2 });
    };
    const steps: Step[] = [];
    const first = await stage.session();
    const taken = [
      async () => first,
      () => stage.resume(first.id),
      ...((await canFork(program, stage)) ? [() => stage.fork(first.id)] : []),
      () => stage.session(),
    ];
    for (const [number, take] of taken.entries()) {
      stage.model.costs({ input: 1_000 + number, cached: 500, output: 50 + number, reasoning: 10 });
      steps.push(await take());
      const report = count(lasting);
      expect(report.totals).toMatchObject(sumOf(steps));
      expect(report).toEqual(count());
      expect(report.byModel.map(({ model }) => model)).not.toContain('unknown');
    }
    expect(steps.flatMap(({ spent }) => spent).length).toBeGreaterThanOrEqual(3);
  });
});
