// A simulated month of one person's use, lived by the real monitor, session, ledger and alerts: work and
// sleep, quiet hours, travel and daylight saving, two accounts, resets early and late, answers that
// flicker and fail. Requests and alerts are counted: bounds hold, nothing twice, nothing missing.

import { expect, test } from 'vitest';
import { createAlerting } from './app/alerting.ts';
import type { OpenedHome } from './codex/assemble.ts';
import type { AlertText } from './core/alert-text.ts';
import { exampleAuthFile, exampleUsageAnswer } from './core/examples.ts';
import { DEFAULT_SETTINGS } from './core/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core/time.ts';
import { createWords } from './core/words/words.ts';
import {
  AUTH_FILE,
  answerJson,
  createWeek,
  mostWithin,
  NO_NETWORK,
  type Service,
  STARTS_AT_MS,
  seeded,
  type Week,
} from './testing/week.ts';

const DAYS = 31;
const QUIET = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const SETTINGS = { ...DEFAULT_SETTINGS, quietHours: QUIET };
const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

/** A limit as the service keeps it; its window begins with its first use. */
interface Quota {
  readonly name: '5-hour' | 'weekly';
  readonly lengthMs: number;
  number: number;
  used: number;
  endsAtMs: number | null;
}

interface Owner {
  readonly id: string;
  readonly authJson: string;
  readonly quotas: readonly Quota[];
  /** By window: the highest threshold told, and the highest that was there to be told. */
  readonly told: Map<string, number>;
  readonly tellable: Map<string, number>;
  /** A block was told, or there at first sight, and its end was not told yet. */
  awaits: boolean;
  isKnown: boolean;
}

function createOwner(id: string): Owner {
  const quota = (name: Quota['name'], lengthMs: number): Quota => {
    return { name, lengthMs, number: 0, used: 0, endsAtMs: null };
  };
  const tokens = { ...exampleAuthFile.tokens, account_id: id, access_token: `at_FAKE_${id}` };
  return {
    id,
    authJson: JSON.stringify({ ...exampleAuthFile, tokens }),
    quotas: [quota('5-hour', 5 * HOUR_MS), quota('weekly', 7 * DAY_MS)],
    told: new Map(),
    tellable: new Map(),
    awaits: false,
    isKnown: false,
  };
}

/** Local time runs ahead of UTC by so much: a journey there and back, and daylight saving. */
function offsetMs(atMs: number): number {
  const day = Math.floor((atMs - STARTS_AT_MS) / DAY_MS);
  return ((day >= 10 && day < 20 ? 9 : 1) + (day >= 25 ? 1 : 0)) * HOUR_MS;
}

function minuteOfDay(atMs: number): number {
  return Math.floor(((atMs + offsetMs(atMs)) % DAY_MS) / MINUTE_MS);
}

function isQuiet(atMs: number): boolean {
  const minute = minuteOfDay(atMs);
  return minute >= QUIET.fromMinute || minute < QUIET.toMinute;
}

/** 100 is the block, which speaks for the thresholds below it. */
function levelOf({ used }: Quota): number {
  return used >= 100 ? 100 : used >= 95 ? 95 : used >= 80 ? 80 : 0;
}

function rollOver({ quotas }: Owner, atMs: number): void {
  for (const quota of quotas) {
    if (quota.endsAtMs === null || quota.endsAtMs > atMs) continue;
    Object.assign(quota, { number: quota.number + 1, used: 0, endsAtMs: null });
  }
}

function work(owner: Owner, atMs: number, random: () => number): void {
  rollOver(owner, atMs);
  const { quotas } = owner;
  if (quotas.some(({ used }) => used >= 100)) return;
  const amount = random() * 8;
  for (const quota of quotas) {
    quota.endsAtMs ??= atMs + quota.lengthMs;
    const share = quota.name === 'weekly' ? 0.05 : 1;
    quota.used = Math.min(100, quota.used + amount * share);
  }
}

/** Fates of an answer; what is not clean is not counted on. */
type Fate = 'clean' | 'zero' | 'null' | 'vanished' | 'partial' | 'failed' | 'unreachable';

function fateOf(dice: number): Fate {
  const shares: readonly [Fate, number][] = [
    ['zero', 0.02],
    ['null', 0.02],
    ['vanished', 0.02],
    ['partial', 0.02],
    ['failed', 0.01],
    ['unreachable', 0.01],
  ];
  let left = dice;
  for (const [fate, share] of shares) {
    if (left < share) return fate;
    left -= share;
  }
  return 'clean';
}

function answerOf({ quotas }: Owner, fate: Fate, atMs: number, random: () => number): object {
  const window = ({ used, endsAtMs, lengthMs }: Quota): object => ({
    used_percent: fate === 'zero' ? 0 : fate === 'null' ? null : used,
    limit_window_seconds: lengthMs / SECOND_MS,
    // A reset that is told a little differently each time.
    reset_at: Math.round(((endsAtMs ?? atMs + lengthMs) + (random() - 0.5) * 100_000) / SECOND_MS),
  });
  const [primary, secondary] = quotas.map(window);
  const windows = { primary_window: primary, secondary_window: secondary };
  return {
    ...exampleUsageAnswer,
    additional_rate_limits: null,
    credits: fate === 'partial' ? 'odd' : null,
    rate_limit: { ...(fate === 'vanished' ? {} : windows), allowed: true, limit_reached: false },
  };
}

interface Life {
  readonly week: Week;
  readonly owners: readonly [Owner, Owner];
  readonly messages: AlertText[];
  /** What was wrong with messages, in words. */
  readonly wrong: readonly string[];
  readonly away: (readonly [number, number])[];
}

/** The owner whose tokens are in the file changes every third day. */
function ownerAt({ owners }: Pick<Life, 'owners'>, day: number): Owner {
  return owners[day % 3 === 2 ? 1 : 0];
}

function createLife(seed: number): Life {
  const random = seeded(seed * 7 + 1);
  const owners = [createOwner('acct-a'), createOwner('acct-b')] as const;
  const messages: AlertText[] = [];
  const wrong: string[] = [];
  const service: Service = ({ route, account, isList, atMs }) => {
    const owner = owners.find(({ id }) => id === account);
    if (route === 'token' || owner === undefined) throw new Error('nobody asks for this');
    if (isList) return answerJson(200, { credits: [], available_count: 0 });
    rollOver(owner, atMs);
    const fate = fateOf(random());
    if (fate === 'unreachable') return NO_NETWORK;
    if (fate === 'failed') return answerJson(500, {});
    if (fate === 'clean' && owner.isKnown && !isQuiet(atMs)) noteTellable(owner, atMs);
    if (!owner.isKnown) noteBaseline(owner);
    return answerJson(200, answerOf(owner, fate, atMs, random));
  };
  const heed = (home: OpenedHome) => {
    const alerting = createAlerting({
      load: (account) => home.alerts.alertMemory(account),
      save: (account, memory) => home.alerts.saveAlertMemory(account, memory),
      settings: () => SETTINGS,
      words: () => words,
      nowMs: () => week.nowMs(),
      minuteOfDay: () => minuteOfDay(week.nowMs()),
      show: async (text) => {
        messages.push(text);
        if (isQuiet(week.nowMs())) wrong.push(`in quiet hours: ${text.title}`);
        const day = Math.floor((week.nowMs() - STARTS_AT_MS) / DAY_MS);
        wrong.push(...noteTold(ownerAt({ owners }, day), `${text.title}. ${text.body}`));
        return true;
      },
      note() {},
      onChange() {},
    });
    return alerting.heed;
  };
  const conditions = { pollMinutes: 5, isSaving: false, noticesUse: true };
  const { authJson } = owners[0];
  const week: Week = createWeek({ service, authJson, seed, conditions, heed });
  return { week, owners, messages, wrong, away: [] };
}

/** What is so already when an account is first seen is no news; the end of a block is. */
function noteBaseline(owner: Owner): void {
  owner.isKnown = true;
  for (const quota of owner.quotas) {
    owner.told.set(`${quota.name} ${quota.number}`, levelOf(quota));
    owner.awaits ||= levelOf(quota) === 100;
  }
}

/** A minute before its end, a reset that drifts may have passed by the answer's own word. */
function noteTellable({ quotas, tellable }: Owner, atMs: number): void {
  for (const quota of quotas) {
    if (quota.endsAtMs !== null && quota.endsAtMs - atMs < MINUTE_MS) continue;
    const id = `${quota.name} ${quota.number}`;
    tellable.set(id, Math.max(tellable.get(id) ?? 0, levelOf(quota)));
  }
}

/** Every message says something true that was not said before; else, what is wrong with it. */
function noteTold(owner: Owner, text: string): readonly string[] {
  const wrong: string[] = [];
  let isNews = false;
  for (const quota of owner.quotas) {
    const id = `${quota.name} ${quota.number}`;
    const isBlock = text.includes(`the ${quota.name} limit is used up`);
    if (!isBlock && !text.includes(`of the ${quota.name} limit used`)) continue;
    const level = levelOf(quota);
    if (level <= (owner.told.get(id) ?? 0)) wrong.push(`twice: ${id}, ${text}`);
    if (isBlock !== (level === 100)) wrong.push(`not true of ${quota.used}: ${id}, ${text}`);
    owner.told.set(id, level);
    owner.awaits ||= isBlock;
    isNews = true;
  }
  if (text.includes('Codex can be used again')) {
    if (owner.quotas.some(({ used }) => used >= 100)) wrong.push(`not usable yet: ${text}`);
    if (!owner.awaits) wrong.push(`no block was told: ${text}`);
    owner.awaits = false;
    isNews = true;
  }
  return isNews ? wrong : [...wrong, `of nothing: ${text}`];
}

/** The days of the month as appointments: sign-ins, sleep, turns with Codex, and what the service does. */
function plan(life: Life): void {
  const { week, away } = life;
  for (let day = 0; day < DAYS; day += 1) {
    const startMs = day * DAY_MS;
    const local = (hour: number): number =>
      startMs + hour * HOUR_MS - ((minuteOfDay(STARTS_AT_MS + startMs) * MINUTE_MS) % DAY_MS);
    const owner = ownerAt(life, day);
    week.at(startMs, () => {
      week.files.put(AUTH_FILE, owner.authJson);
      void week.monitor().poll('file-changed');
    });
    planNight(life, local(23.5), local(24 + 7.5));
    planTurns(life, owner, local(8), local(23));
    if (day % 9 === 4) week.at(local(15), week.restart);
  }
  const [first] = life.owners;
  const [session, weekly] = first.quotas;
  // An early reset of one limit, and a late one of the other.
  week.at(12.6 * DAY_MS, () => {
    const endsAtMs = week.nowMs() + 5 * HOUR_MS;
    if (session !== undefined)
      Object.assign(session, { number: session.number + 1, used: 0, endsAtMs });
  });
  week.at(15.6 * DAY_MS, () => {
    if (weekly?.endsAtMs) weekly.endsAtMs += 6 * HOUR_MS;
  });
  expect(away.length).toBeGreaterThan(DAYS / 2);
}

function planNight({ week, away }: Life, fromMs: number, toMs: number): void {
  const before = away.at(-1);
  // Why: a journey shifts the nights, and a later day's night may begin in the one before.
  if (fromMs < 0 || (before !== undefined && STARTS_AT_MS + fromMs < before[1])) return;
  away.push([STARTS_AT_MS + fromMs, STARTS_AT_MS + toMs]);
  week.at(fromMs, () => week.monitor().pause());
  week.at(toMs, () => week.monitor().resume());
}

function planTurns({ week }: Life, owner: Owner, fromMs: number, toMs: number): void {
  const { random } = week;
  for (let atMs = fromMs; atMs < toMs; ) {
    const isBreak = random() < 0.1;
    atMs += isBreak ? HOUR_MS * random() : 3 * MINUTE_MS + 6 * MINUTE_MS * random();
    const dayEndsMs = (Math.floor(fromMs / DAY_MS) + 1) * DAY_MS;
    if (atMs < 0 || atMs >= Math.min(toMs, dayEndsMs)) continue;
    week.at(atMs, () => {
      work(owner, week.nowMs(), random);
      week.monitor().noteUse();
    });
  }
}

test('a month: requests within bounds, every crossing told once, and none missing', async () => {
  const life = createLife(1);
  const { week, owners, messages, wrong, away } = life;
  plan(life);
  await week.live(DAYS * DAY_MS);
  expect(wrong).toEqual([]);
  for (const { told, tellable } of owners) {
    const missed = [...tellable].filter(([id, level]) => (told.get(id) ?? 0) < level);
    expect(missed).toEqual([]);
  }
  const { sent } = week;
  const asleep = sent.filter(({ atMs }) => away.some(([from, to]) => atMs > from && atMs < to));
  const most = mostWithin(sent, HOUR_MS);
  expect(most).toBeLessThanOrEqual(30);
  const polls = new Set(sent.map(({ poll }) => poll)).size;
  const levels = owners.flatMap(({ told }) => [...told.values()]);
  const counts = {
    requests: sent.length,
    polls,
    mostInAnHour: most,
    asleep: asleep.length,
    messages: messages.length,
    windowsTold: levels.length,
    blocked: levels.filter((level) => level === 100).length,
    usableAgain: messages.filter(({ title }) => title.startsWith('Codex can')).length,
  };
  console.info(`a month of one person: ${JSON.stringify(counts)}`);
  // Why not none: a file that changes is news at night too, and a request may be under way.
  expect(asleep.length).toBeLessThanOrEqual(2 * DAYS);
  expect(polls).toBeGreaterThan(2_000);
  expect(levels.length).toBeGreaterThan(20);
}, 180_000);
