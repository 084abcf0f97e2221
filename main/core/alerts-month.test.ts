// A simulated month of one person's use: work and sleep, quiet hours, travel and daylight saving, two
// accounts, resets early and late, and answers that flicker. Alerts are counted: none twice, none
// missing.

import { expect, test } from 'vitest';
import { type AlertWorld, alertWorld, session, startMs, weekly } from './example-alerts.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

const POLL_MS = 5 * MINUTE_MS;
const DAYS = 31;
const QUIET = { fromMinute: 22 * 60, toMinute: 7 * 60 };

/** A window as the service keeps it; it begins with its first use. */
interface Truth {
  readonly lengthMs: number;
  readonly make: (percent: number | null) => RateLimitWindow;
  number: number;
  used: number;
  endsAtMs: number | null;
}

interface Person {
  readonly world: AlertWorld;
  readonly limits: readonly Truth[];
  /** By window: what was told, and the highest level that could have been. */
  readonly told: Map<string, number[]>;
  readonly tellable: Map<string, number>;
  readonly blockedIn: Set<string>;
  /** The person was told of a block and not yet of its end. */
  awaits: boolean;
  blocked: number;
  usableAgain: number;
}

function createPerson(): Person {
  const world = alertWorld();
  world.settings = { ...DEFAULT_SETTINGS, quietHours: QUIET };
  const limit = (make: Truth['make'], lengthMs: number): Truth => {
    return { make, lengthMs, number: 0, used: 0, endsAtMs: null };
  };
  const limits = [limit(session, 5 * HOUR_MS), limit(weekly, 7 * DAY_MS)];
  const person = {
    world,
    limits,
    told: new Map(),
    tellable: new Map(),
    blockedIn: new Set<string>(),
  };
  return { ...person, awaits: false, blocked: 0, usableAgain: 0 };
}

/** 0 to 1, the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Local time runs ahead of UTC by so much: a journey there and back, and daylight saving. */
function offsetMs(day: number): number {
  const hours = (day >= 10 && day < 20 ? 9 : 1) + (day >= 25 ? 1 : 0);
  return hours * HOUR_MS;
}

function levelOf(percent: number): number {
  return percent >= 95 ? 95 : percent >= 80 ? 80 : 0;
}

function use(limits: readonly Truth[], nowMs: number, random: () => number): void {
  if (limits.some(({ used }) => used >= 100)) return;
  const [amount, share] = [random() * 6, 0.06];
  for (const [at, limit] of limits.entries()) {
    limit.endsAtMs ??= nowMs + limit.lengthMs;
    limit.used = Math.min(100, limit.used + amount * (at === 0 ? 1 : share));
  }
}

function rollOver(limits: readonly Truth[], nowMs: number): void {
  for (const limit of limits) {
    if (limit.endsAtMs === null || limit.endsAtMs > nowMs) continue;
    Object.assign(limit, { number: limit.number + 1, used: 0, endsAtMs: null });
  }
}

/** One answer, disturbed now and then, and what came of it. */
function poll(person: Person, random: () => number): void {
  const { world, limits, told, tellable } = person;
  const isQuiet = world.minuteOfDay >= QUIET.fromMinute || world.minuteOfDay < QUIET.toMinute;
  const dice = random();
  const windows = limits.map(({ make, used, endsAtMs, lengthMs }) => {
    const percent = dice < 0.02 ? 0 : dice < 0.04 ? null : used;
    const driftMs = Math.round((random() - 0.5) * 2 * MINUTE_MS);
    return { ...make(percent), resetsAtMs: (endsAtMs ?? world.nowMs + lengthMs) + driftMs };
  });
  const isVanished = dice >= 0.04 && dice < 0.06;
  const confidence = dice >= 0.06 && dice < 0.08 ? 'partial' : 'exact';
  const lines = world.poll({ windows: isVanished ? [] : windows, confidence });
  for (const { make, number, used } of limits) {
    const { kind } = make(0);
    const id = `${kind} ${number}`;
    const isTellable = dice >= 0.08 && !isQuiet;
    if (isTellable) tellable.set(id, Math.max(tellable.get(id) ?? 0, levelOf(used)));
    if (lines.some((line) => line.startsWith(`threshold ${kind}`)))
      told.set(id, [...(told.get(id) ?? []), levelOf(used)]);
    if (lines.includes(`blocked ${kind}`)) {
      expect(person.blockedIn.has(id)).toBe(false);
      person.blockedIn.add(id);
      Object.assign(person, { awaits: true, blocked: person.blocked + 1 });
    }
    if (isTellable && used >= 100) expect(person.blockedIn.has(id)).toBe(true);
  }
  if (isQuiet) expect(lines).toEqual([]);
  const again = lines.filter((line) => line.startsWith('usable')).length;
  const mayWork = limits.every(({ used }) => used < 100);
  if (again > 0) expect([mayWork, person.awaits]).toEqual([true, true]);
  if (dice >= 0.08 && !isQuiet && mayWork && person.awaits) expect(again).toBe(1);
  person.awaits &&= again === 0;
  person.usableAgain += again;
}

function live(seed: number): readonly Person[] {
  const random = createRandom(seed);
  const people = [createPerson(), createPerson()];
  for (let passedMs = 0; passedMs < DAYS * DAY_MS; passedMs += POLL_MS) {
    const nowMs = startMs + passedMs;
    const day = Math.floor(passedMs / DAY_MS);
    const minuteOfDay = Math.floor(((nowMs + offsetMs(day)) % DAY_MS) / MINUTE_MS);
    for (const { limits } of people) rollOver(limits, nowMs);
    const person = people[day % 3 === 2 ? 1 : 0];
    if (person === undefined) throw new Error('there are two');
    const { world, limits } = person;
    const isAwake = minuteOfDay >= 8 * 60 || (day % 4 === 0 && minuteOfDay < 60);
    if (!isAwake) continue;
    Object.assign(world, { nowMs, minuteOfDay });
    if (random() < 0.6) use(limits, nowMs, random);
    const [first, second] = limits;
    // An early reset of the first limit, and a late one of the second.
    if (day === 12 && minuteOfDay === 15 * 60 && first !== undefined)
      Object.assign(first, { number: first.number + 1, used: 0, endsAtMs: nowMs + 5 * HOUR_MS });
    if (day === 15 && minuteOfDay === 9 * 60 && second?.endsAtMs) second.endsAtMs += 6 * HOUR_MS;
    if (random() < 0.01) world.restart();
    poll(person, random);
  }
  return people;
}

test.each([1, 2, 3])(
  'decideAlerts: a month tells nothing twice and misses nothing (%d)',
  (seed) => {
    const people = live(seed);
    const counts = people.map(({ world, told, tellable, blocked, usableAgain }) => {
      for (const [id, level] of tellable) {
        const levels = told.get(id) ?? [];
        expect([id, levels]).toEqual([id, [...new Set(levels)].toSorted((a, b) => a - b)]);
        expect([id, levels.at(-1) ?? 0]).toEqual([id, level]);
      }
      expect(usableAgain).toBeLessThanOrEqual(blocked);
      const thresholds = [...told.values()].flat().length;
      return { messages: world.messages.length, thresholds, blocked, usableAgain };
    });
    expect(counts[0]?.thresholds).toBeGreaterThan(50);
    expect(counts[0]?.usableAgain).toBeGreaterThan(20);
    console.info(`alerts in a month, seed ${seed}: ${JSON.stringify(counts)}`);
  },
);
