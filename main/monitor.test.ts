import { describe, expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot } from './core/example-states.ts';
import type { Outcome, Reading } from './core/reading.ts';
import type { RecoveryStep } from './core/recovery.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import {
  byHand,
  createStarted,
  createWorld,
  offline,
  settle,
  signIn,
  startMs,
} from './testing/monitor-world.ts';

describe('start', () => {
  test('polls at once, when a person started the app', async () => {
    const { asked, monitor, timersMs } = await createStarted();
    expect(asked).toEqual([false]);
    expect(monitor.state().reading.kind).toBe('fresh');
    expect(timersMs()).toEqual([5 * MINUTE_MS]);
    expect(monitor.state().nextPollAtMs).toBe(startMs + 5 * MINUTE_MS);
  });

  test('waits a few seconds, when the system started the app at login', async () => {
    const world = createWorld();
    world.monitor.start({ ...byHand, atLogin: true });
    expect([world.asked.length, ...world.timersMs()]).toEqual([0, 6 * SECOND_MS]);
    await world.pass(6 * SECOND_MS);
    expect(world.asked).toEqual([false]);
  });

  test('shows saved numbers first', async () => {
    const world = createWorld();
    const saved: Reading = { kind: 'saved', snapshot: exampleSnapshot, account };
    world.monitor.start({ ...byHand, saved });
    expect(world.states[0]?.reading).toBe(saved);
    await settle();
    expect(world.monitor.state().reading.kind).toBe('fresh');
  });

  test('says that it is polling, before and after', async () => {
    const { states } = await createStarted();
    expect(states.map(({ polling }) => polling)).toEqual([true, false]);
  });

  test('is over, when its stop is called: no timer is left', async () => {
    const { stop, timersMs, pass, asked } = await createStarted();
    stop();
    expect(timersMs()).toEqual([]);
    await pass(HOUR_MS);
    expect(asked).toHaveLength(1);
  });
});

describe('the timer', () => {
  test('polls again and again, one timer at a time', async () => {
    const { pass, asked, timersMs } = await createStarted();
    for (let round = 0; round < 3; round += 1) await pass(5 * MINUTE_MS);
    expect(asked).toEqual([false, false, false, false]);
    expect(timersMs()).toEqual([5 * MINUTE_MS]);
  });

  test('backs off while polls fail and is back to normal after one success', async () => {
    const world = createWorld();
    world.answerWith(() => world.bad(offline));
    world.monitor.start(byHand);
    await settle();
    const waits = [world.timersMs()[0]];
    for (let round = 0; round < 3; round += 1) {
      await world.pass(waits.at(-1) ?? 0);
      waits.push(world.timersMs()[0]);
    }
    expect(waits).toEqual([30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS]);
    world.answerWith(() => world.good());
    await world.pass(4 * MINUTE_MS);
    expect(world.timersMs()).toEqual([5 * MINUTE_MS]);
  });

  test('goes on, when a poll ends in a bug', async () => {
    const world = createWorld();
    world.monitor.start(byHand);
    await settle();
    world.answerWith(() => Promise.reject(new Error('a bug')));
    await expect(world.monitor.poll('file-changed')).rejects.toThrow('a bug');
    expect(world.monitor.state()).toMatchObject({ polling: false, reading: { kind: 'fresh' } });
    expect(world.timersMs()).toEqual([5 * MINUTE_MS]);
  });

  test('is faster, in a demo', async () => {
    const world = createWorld({ paceDivisor: 60 });
    world.monitor.start(byHand);
    await settle();
    expect(world.timersMs()).toEqual([5 * SECOND_MS]);
  });
});

describe('poll', () => {
  test('joins the poll that is running', async () => {
    const world = createWorld();
    let release = (_outcome: Outcome): void => {};
    world.answerWith(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    world.monitor.start(byHand);
    const click = world.monitor.poll('click');
    const opened = world.monitor.poll('opened');
    await settle();
    expect(world.asked).toHaveLength(1);
    release(world.good());
    await Promise.all([click, opened]);
    expect(world.monitor.state().polling).toBe(false);
  });

  test.each([
    ['click', 59 * SECOND_MS, 1],
    ['click', 60 * SECOND_MS, 2],
    ['opened', 59 * SECOND_MS, 1],
    ['opened', 60 * SECOND_MS, 2],
    ['file-changed', 1 * SECOND_MS, 2],
  ] as const)(
    'by %s asks again only when a reading of %d ms is old enough',
    async (cause, ms, asked) => {
      const world = await createStarted();
      await world.pass(ms);
      await world.monitor.poll(cause);
      expect(world.asked).toHaveLength(asked);
    },
  );

  test('is forced by a click only', async () => {
    const world = await createStarted();
    for (const cause of ['click', 'opened', 'file-changed'] as const) {
      await world.pass(2 * MINUTE_MS);
      await world.monitor.poll(cause);
    }
    expect(world.asked).toEqual([false, true, false, false]);
  });

  test.each([
    ['click', 300, 1],
    ['click', SECOND_MS, 2],
    ['opened', 9 * SECOND_MS, 1],
  ] as const)(
    'by %s %d ms after a failure asks, or leaves it to the back-off',
    async (cause, ms, asked) => {
      const world = createWorld();
      world.answerWith(() => world.bad(offline));
      world.monitor.start(byHand);
      await settle();
      await world.pass(ms);
      await world.monitor.poll(cause);
      expect(world.asked).toHaveLength(asked);
    },
  );

  test('by a file that was only touched asks nothing, however often', async () => {
    const world = await createStarted();
    world.onlyTouched();
    for (let times = 0; times < 40; times += 1) await world.monitor.poll('file-changed');
    expect(world.asked).toHaveLength(1);
  });

  test('comes once more, when the file changed while one was running', async () => {
    const world = createWorld();
    let release = (_outcome: Outcome): void => {};
    world.answerWith(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    world.monitor.start(byHand);
    const joined = world.monitor.poll('file-changed');
    release(world.good());
    await joined;
    await settle();
    expect(world.asked).toHaveLength(2);
  });

  test('does not ask inside Retry-After, not even by click; once it is over, it does', async () => {
    const world = createWorld();
    const retryAtMs = startMs + 990 * SECOND_MS;
    world.answerWith(() => world.bad({ kind: 'rate-limited', retryAtMs }));
    world.monitor.start(byHand);
    await settle();
    expect(world.monitor.state().notBeforeMs).toBe(retryAtMs);
    expect(world.timersMs()[0]).toBeGreaterThan(990 * SECOND_MS);
    await world.pass(989 * SECOND_MS);
    await world.monitor.poll('click');
    await world.monitor.poll('opened');
    expect(world.asked).toHaveLength(1);
    world.answerWith(() => world.good());
    await world.pass(SECOND_MS);
    await world.monitor.poll('click');
    expect(world.asked).toHaveLength(2);
    expect(world.monitor.state().notBeforeMs).toBeNull();
  });
});

describe('the state', () => {
  test('keeps the numbers of a failed poll and says what is wrong', async () => {
    const world = await createStarted();
    world.answerWith(() => world.bad(signIn));
    await world.pass(5 * MINUTE_MS);
    expect(world.monitor.state().reading).toMatchObject({ kind: 'stale', failure: signIn });
    expect(world.timersMs()).toEqual([HOUR_MS]);
  });

  test('remembers what recovery did until it does something again', async () => {
    const world = createWorld();
    const recovery: readonly RecoveryStep[] = [
      { atMs: startMs, step: 'refresh', outcome: 'saved' },
    ];
    world.answerWith(() => ({ ...world.good(), recovery }));
    world.monitor.start(byHand);
    await settle();
    world.answerWith(() => world.good());
    await world.pass(5 * MINUTE_MS);
    expect(world.monitor.state().recovery).toBe(recovery);
  });

  test('forgets a warning, when the next poll has none', async () => {
    const world = createWorld();
    world.answerWith(() => ({ ...world.good(), warning: { kind: 'refreshed-tokens-not-saved' } }));
    world.monitor.start(byHand);
    await settle();
    expect(world.monitor.state().warning).toEqual({ kind: 'refreshed-tokens-not-saved' });
    world.answerWith(() => world.good());
    await world.pass(5 * MINUTE_MS);
    expect(world.monitor.state().warning).toBeNull();
  });
});

test('without a network, the numbers are kept and marked old once, and nothing is asked', async () => {
  const world = await createStarted();
  world.setNetwork('offline');
  await world.pass(5 * MINUTE_MS);
  const reading = { kind: 'stale', failure: offline };
  expect(world.monitor.state()).toMatchObject({ reading, nextPollAtMs: null });
  const heard = world.states.length;
  for (let look = 0; look < 60; look += 1) await world.pass(MINUTE_MS);
  expect([world.states.length, world.asked.length]).toEqual([heard, 1]);
});

test('a clock that is set shows the next poll and a told wait where they are', async () => {
  const world = createWorld();
  world.answerWith(() => world.bad({ kind: 'rate-limited', retryAtMs: startMs + HOUR_MS }));
  world.monitor.start(byHand);
  await settle();
  world.setClock(-DAY_MS);
  const notBeforeMs = startMs - DAY_MS + HOUR_MS;
  const nextPollAtMs = notBeforeMs + 1.5 * SECOND_MS;
  expect(world.monitor.state()).toMatchObject({ notBeforeMs, nextPollAtMs });
});

test('numbers that rise are use of Codex, also where no session file is', async () => {
  const world = await createStarted();
  world.be({ noticesUse: true });
  for (let round = 0; round < 6; round += 1) await world.pass(5 * MINUTE_MS);
  expect(world.timersMs()).toEqual([15 * MINUTE_MS]);
  world.answerWith(() => world.good(99));
  await world.pass(15 * MINUTE_MS);
  expect(world.timersMs()).toEqual([5 * MINUTE_MS]);
});

describe('pause and resume', () => {
  test('no timer runs while away, and one poll follows, not the missed ones', async () => {
    const { monitor, pass, asked, timersMs } = await createStarted();
    monitor.pause();
    expect(monitor.state().nextPollAtMs).toBeNull();
    await pass(8 * HOUR_MS);
    expect(asked).toHaveLength(1);
    monitor.resume();
    expect(timersMs()).toEqual([25 * SECOND_MS]);
    await pass(25 * SECOND_MS);
    expect(asked).toHaveLength(2);
    expect(timersMs()).toEqual([5 * MINUTE_MS]);
  });

  test('a poll that is running at the pause ends, and arms nothing', async () => {
    const world = createWorld();
    world.monitor.start(byHand);
    world.monitor.pause();
    await settle();
    expect(world.monitor.state()).toMatchObject({ polling: false, nextPollAtMs: null });
    expect(world.timersMs()).toEqual([]);
  });

  test('a changed file is not asked about while away', async () => {
    const { monitor, asked } = await createStarted();
    monitor.pause();
    await monitor.poll('file-changed');
    expect(asked).toHaveLength(1);
  });

  test('resume does nothing, when nobody was away', async () => {
    const { monitor, timersMs } = await createStarted();
    monitor.resume();
    expect(timersMs()).toEqual([5 * MINUTE_MS]);
  });
});
