// Facts about a monitor with a second source: when it looks there between two polls.

import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './core/example-states.ts';
import { MINUTE_MS, SECOND_MS } from './core/time.ts';
import {
  byHand,
  createStarted,
  createWorld,
  offline,
  settle,
  startMs,
} from './testing/monitor-world.ts';

const noted = (takenAtMs: number) => ({
  account,
  snapshot: { ...exampleSnapshot, takenAtMs, source: 'session-log' as const },
});

test('monitor: looks into the log when Codex is used and the answer is missing, without a poll', async () => {
  const world = await createStarted();
  world.answerWith(() => world.bad(offline));
  await world.pass(6 * MINUTE_MS);
  const polls = world.asked.length;
  world.setNoted(noted(startMs + 6 * MINUTE_MS));
  world.monitor.noteUse();
  await settle();
  expect(world.monitor.state().reading).toMatchObject({
    kind: 'stale',
    failure: offline,
    snapshot: { source: 'session-log', takenAtMs: startMs + 6 * MINUTE_MS },
  });
  expect(world.asked).toHaveLength(polls);
});

test('monitor: keeps a live answer, however newer the log is', async () => {
  const world = await createStarted();
  world.setNoted(noted(startMs + SECOND_MS));
  world.monitor.noteUse();
  await settle();
  expect(world.monitor.state().reading).toMatchObject({
    kind: 'fresh',
    snapshot: { source: 'live' },
  });
});

test('monitor: looks there too, when the system says that there is no network', async () => {
  const world = createWorld();
  world.monitor.start(byHand);
  await settle();
  world.setNetwork('offline');
  world.setNoted(noted(startMs + 5 * MINUTE_MS));
  await world.pass(6 * MINUTE_MS);
  expect(world.monitor.state().reading).toMatchObject({ snapshot: { source: 'session-log' } });
  expect(world.asked).toHaveLength(1);
});

test('monitor: that asks nobody reads when Codex is used and by every click, whatever was told', async () => {
  const world = createWorld();
  world.askNobody();
  world.monitor.start({ ...byHand, notBeforeMs: startMs + 60 * MINUTE_MS });
  await settle();
  world.monitor.noteUse();
  await settle();
  void world.monitor.poll('click');
  await settle();
  expect(world.asked).toHaveLength(3);
  expect(world.monitor.state().notBeforeMs).toBeNull();
});
