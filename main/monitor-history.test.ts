import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './core/example-states.ts';
import { sampleOf } from './core/history.ts';
import type { Reading } from './core/reading.ts';
import { MINUTE_MS } from './core/time.ts';
import { byHand, createWorld, offline, settle, startMs } from './testing/monitor-world.ts';

describe('the history', () => {
  const history = [sampleOf(exampleSnapshot)];
  const other = { ...account, key: 'another' };

  test('is the saved one at the start, then that of the last good poll', async () => {
    const world = createWorld();
    const longer = [...history, { ...sampleOf(exampleSnapshot), atMs: startMs + 1 }];
    world.answerWith(() => ({ ...world.good(), history: longer }));
    const saved: Reading = { kind: 'saved', snapshot: exampleSnapshot, account };
    world.monitor.start({ saved, history, notBeforeMs: null, atLogin: false });
    expect(world.monitor.state().history).toEqual(history);
    await settle();
    expect(world.monitor.state().history).toEqual(longer);
  });

  test('stays while polls fail, and is never that of another account', async () => {
    const world = createWorld();
    world.answerWith(() => ({ ...world.good(), history }));
    world.monitor.start(byHand);
    await settle();
    world.answerWith(() => world.bad(offline));
    await world.pass(5 * MINUTE_MS);
    expect(world.monitor.state().history).toEqual(history);
    world.answerWith(() => ({ ...world.bad(offline), account: other }));
    await world.pass(MINUTE_MS);
    expect(world.monitor.state()).toMatchObject({ reading: { kind: 'failed' }, history: [] });
  });
});
