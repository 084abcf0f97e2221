// Facts about manners: whatever the service, the network and the person do for a week, the bounds of
// reliability.md I9 and section 7 hold. Time is virtual; monitor, session and ledger are the real ones.

import { describe, expect, test } from 'vitest';
import { exampleAuthFile, exampleTakenAtMs, exampleUsageAnswer } from './core/examples.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import { createMonitor } from './monitor.ts';
import {
  AUTH_FILE,
  answerJson,
  closestSeconds,
  createWeek,
  mostWithin,
  NO_NETWORK,
  type Sent,
  type Service,
  STARTS_AT_MS,
  seeded,
  type Week,
} from './testing/week.ts';

const WEEK_MS = 7 * DAY_MS;
const WAKE_UPS = 1_000;
const AUTH_JSON = JSON.stringify(exampleAuthFile, null, 2);

/** A stretch in which the computer sleeps, from and to. */
type Nap = readonly [number, number];

/** A restless computer and a restless person, and the naps that they took. */
function disturb(week: Week): readonly Nap[] {
  const { random } = week;
  const naps: Nap[] = [];
  let atMs = 0;
  for (let count = 0; count < WAKE_UPS; count += 1) {
    // Why: now and then the lid goes up and down within seconds.
    atMs += random() < 0.2 ? 30 * SECOND_MS * random() : (WEEK_MS / WAKE_UPS) * random() * 2;
    const wakesAtMs = atMs + (random() < 0.5 ? 5 * SECOND_MS : 6 * MINUTE_MS * random());
    naps.push([STARTS_AT_MS + atMs, STARTS_AT_MS + wakesAtMs]);
    week.at(atMs, () => week.monitor().pause());
    week.at(wakesAtMs, () => week.monitor().resume());
    atMs = wakesAtMs;
  }
  const someMoments = (count: number): number[] =>
    Array.from({ length: count }, () => WEEK_MS * random());
  const isAwake = (): boolean =>
    naps.every(([from, to]) => week.nowMs() < from || week.nowMs() >= to);
  const awake = (act: () => void) => () => {
    if (isAwake()) act();
  };
  for (const moment of someMoments(300)) {
    const clicks = random() < 0.3 ? 8 : 1;
    for (let click = 0; click < clicks; click += 1) {
      const act = awake(() => void week.monitor().poll('click'));
      week.at(moment + click * 300, act);
    }
  }
  for (const moment of someMoments(200)) {
    week.at(
      moment,
      awake(() => void week.monitor().poll('opened')),
    );
    week.at(
      moment + 700,
      awake(() => void week.monitor().poll('click')),
    );
  }
  for (const moment of someMoments(100)) {
    for (let change = 0; change < 6; change += 1) {
      week.at(moment + change * 250, () => void week.monitor().poll('file-changed'));
    }
  }
  for (const moment of someMoments(20)) week.at(moment, awake(week.restart));
  return naps;
}

/** Eight hours of turns with Codex, and when it came to rest after each. */
function workADay(week: Week): readonly number[] {
  const rests: number[] = [];
  let atMs = HOUR_MS;
  while (atMs < 9 * HOUR_MS) {
    const lines = 3 + Math.floor(week.random() * 20);
    for (let line = 0; line < lines; line += 1) {
      week.at(atMs, () => week.monitor().noteUse());
      atMs += 10 * SECOND_MS * week.random();
    }
    rests.push(atMs);
    atMs += MINUTE_MS + 6 * MINUTE_MS * week.random();
  }
  return rests;
}

async function liveAWeek(service: Service, { seed = 1 } = {}) {
  const week = createWeek({ service, authJson: AUTH_JSON, seed });
  const naps = disturb(week);
  await week.live(WEEK_MS);
  const usage = week.sent.filter(({ route }) => route === 'usage');
  const exchanges = week.sent.filter(({ route }) => route === 'token');
  expectManners({ sent: week.sent, usage, exchanges, naps });
  return { week, usage, exchanges };
}

function expectManners(seen: {
  readonly sent: readonly Sent[];
  readonly usage: readonly Sent[];
  readonly exchanges: readonly Sent[];
  readonly naps: readonly Nap[];
}): void {
  const { sent, usage, exchanges, naps } = seen;
  expect(mostWithin(usage, HOUR_MS)).toBeLessThanOrEqual(30);
  expect(mostWithin(exchanges, DAY_MS)).toBeLessThanOrEqual(4);
  expect(mostWithin(exchanges, 15 * MINUTE_MS)).toBeLessThanOrEqual(1);
  const perPoll = (of: readonly Sent[]): number =>
    of.reduce((most, { poll }) => Math.max(most, of.filter((one) => one.poll === poll).length), 0);
  expect(perPoll(usage)).toBeLessThanOrEqual(3);
  expect(perPoll(exchanges)).toBeLessThanOrEqual(1);
  expect(closestSeconds(sent)).toBeGreaterThanOrEqual(1);
  const asleep = sent.filter(({ atMs }) => naps.some(([from, to]) => atMs > from && atMs < to));
  // Why: a request that was on its way when sleep came may be answered and followed by one more.
  expect(asleep.filter((one) => one.route === 'usage').length).toBeLessThanOrEqual(3);
}

const GOOD: Service = ({ atMs }) => answerJson(200, usageAt(atMs));

function usageAt(atMs: number): object {
  const shiftS = Math.floor((atMs - exampleTakenAtMs) / SECOND_MS);
  const text = JSON.stringify(exampleUsageAnswer);
  return JSON.parse(
    text.replace(/"reset_at":(\d+)/g, (_, at) => `"reset_at":${Number(at) + shiftS}`),
  );
}

describe('a week', () => {
  test('undisturbed: one poll every 5 minutes, a tenth more or less, and the list once an hour', async () => {
    const week = createWeek({ service: GOOD, authJson: AUTH_JSON, seed: 1 });
    await week.live(WEEK_MS);
    const polls = week.sent.filter(({ poll }, at) => poll !== week.sent[at - 1]?.poll);
    const gaps = polls.slice(1).map(({ atMs }, at) => atMs - (polls[at]?.atMs ?? 0));
    const lists = week.sent.length - polls.length;
    expect(lists).toBeGreaterThan(WEEK_MS / HOUR_MS / 1.1);
    expect(lists).toBeLessThanOrEqual(WEEK_MS / HOUR_MS);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4.5 * MINUTE_MS);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5.5 * MINUTE_MS + SECOND_MS);
    expect(polls.length).toBeGreaterThan(1_900);
  });

  test('of work by day: each rest of Codex is followed within a minute, with room for clicks', async () => {
    const conditions = { pollMinutes: 5, isSaving: false, noticesUse: true };
    const week = createWeek({ service: GOOD, authJson: AUTH_JSON, seed: 1, conditions });
    const rests = workADay(week);
    await week.live(DAY_MS);
    const polls = week.sent.map(({ atMs }) => atMs - STARTS_AT_MS);
    const followed = rests.filter((atMs) =>
      polls.some((poll) => poll > atMs && poll <= atMs + MINUTE_MS),
    );
    expect(followed.length / rests.length).toBeGreaterThan(0.9);
    expect(mostWithin(week.sent, HOUR_MS)).toBeLessThanOrEqual(25);
    const night = week.sent.filter(({ atMs }) => atMs > STARTS_AT_MS + 12 * HOUR_MS);
    expect(mostWithin(night, HOUR_MS)).toBeLessThanOrEqual(6);
    expect(night.length).toBeGreaterThan(12 * 3);
  });

  test('with 1,000 wake-ups: polls go on, inside the budget', async () => {
    const { usage, exchanges } = await liveAWeek(GOOD);
    expect(usage.length).toBeGreaterThan(1_000);
    expect(exchanges).toEqual([]);
  });

  test('with a network that comes and goes: backs off, and comes back', async () => {
    const weather = seeded(7);
    const { usage, week } = await liveAWeek((asked) =>
      weather() < 0.5 ? NO_NETWORK : GOOD(asked),
    );
    expect(usage.length).toBeGreaterThan(500);
    expect(week.monitor().state().nextPollAtMs).not.toBeNull();
  });

  test('of 429 with Retry-After 990: not one request inside the wait, click or restart', async () => {
    const tooMany = answerJson(429, {}, { 'retry-after': '990' });
    const { usage } = await liveAWeek(() => tooMany);
    expect(mostWithin(usage, 990 * SECOND_MS)).toBe(1);
    expect(usage.length).toBeGreaterThan(300);
  });

  test('of 500: at most so many requests as the budget has', async () => {
    const { usage, exchanges } = await liveAWeek(() => answerJson(500, {}));
    expect(usage.length).toBeGreaterThan(WEEK_MS / HOUR_MS);
    expect(exchanges).toEqual([]);
  });

  test('of 401 although every renewal succeeds: a few requests for each click, restart or change', async () => {
    let renewals = 0;
    const { usage, exchanges, week } = await liveAWeek(({ route }) => {
      if (route === 'usage') return answerJson(401, { detail: 'Unauthorized' });
      renewals += 1;
      return answerJson(200, {
        access_token: `at_FAKE_${renewals}`,
        refresh_token: `rt_FAKE_${renewals}`,
      });
    });
    expect(exchanges.length).toBeGreaterThan(4);
    expect(exchanges.length).toBeLessThanOrEqual(4 * 8);
    expect(usage.length).toBeLessThan(3_500);
    expect(week.files.text(AUTH_FILE)).toContain(`rt_FAKE_${renewals}`);
  });

  test('of a dead sign-in: one exchange in all, and no request without a click', async () => {
    const dead: Service = ({ route }) =>
      route === 'token'
        ? answerJson(400, { error: 'invalid_grant' })
        : answerJson(401, { detail: 'Unauthorized' });
    const { exchanges } = await liveAWeek(dead);
    expect(exchanges).toHaveLength(1);
    const alone = createWeek({ service: dead, authJson: AUTH_JSON, seed: 1 });
    await alone.live(WEEK_MS);
    expect(alone.sent.map(({ route }) => route)).toEqual(['usage', 'token']);
    expect(alone.files.text(AUTH_FILE)).toBe(AUTH_JSON);
  });
});

/** Pearson's sum over 60 bins of equal chance. */
function chiSquared(seconds: readonly number[]): number {
  const expected = seconds.length / 60;
  const bins = Array.from({ length: 60 }, (_, bin) => {
    const count = seconds.filter((second) => Math.floor(second) === bin).length;
    return (count - expected) ** 2 / expected;
  });
  return bins.reduce((sum, share) => sum + share, 0);
}

/** 59 degrees of freedom; even chance is beyond it once in a thousand. */
const CHI_SQUARED_LIMIT = 98.3;

/** In which second of a minute an install asks, an hour after all were started on a full one. */
async function secondOfMinute(seed: number): Promise<number> {
  const random = seeded(seed);
  const startMs = Math.ceil(exampleTakenAtMs / MINUTE_MS) * MINUTE_MS;
  let nowMs = startMs;
  const due: { readonly atMs: number; readonly act: () => void }[] = [];
  const monitor = createMonitor(
    {
      readUsage: async () => ({
        account: null,
        result: { ok: false, failure: { kind: 'server-error', status: 500 } },
        recovery: [],
        warning: null,
      }),
      isNews: async () => true,
      lookIntoLog: async () => null,
      asksNobody: () => false,
      nowMs: () => nowMs,
      steadyMs: () => nowMs,
      random,
      conditions: () => ({ pollMinutes: 5, isSaving: false, noticesUse: false }),
      network: () => 'settled',
      after(delayMs, act) {
        due.push({ atMs: nowMs + delayMs, act });
        return () => {};
      },
      onChange: () => {},
    },
    { paceDivisor: 1 },
  );
  const stop = monitor.start({ saved: null, notBeforeMs: null, atLogin: true });
  // Why one timer at a time: each poll cancels the one before it.
  while (nowMs < startMs + HOUR_MS) {
    const next = due.shift();
    if (next === undefined) throw new Error('no poll is due');
    nowMs = next.atMs;
    next.act();
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  }
  stop();
  return (nowMs % MINUTE_MS) / SECOND_MS;
}

test('1,000 installs started at the same moment: none of their seconds is a favourite', async () => {
  const seconds: number[] = [];
  for (let seed = 1; seed <= 1_000; seed += 1) seconds.push(await secondOfMinute(seed));
  expect(chiSquared(seconds)).toBeLessThan(CHI_SQUARED_LIMIT);
  // The measure itself sees a favourite.
  expect(chiSquared(seconds.map((second, at) => (at % 10 === 0 ? 0 : second)))).toBeGreaterThan(
    CHI_SQUARED_LIMIT,
  );
});
