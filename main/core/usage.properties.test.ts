// A hundred thousand mutated answers, and what must hold for each of them: no exception, no NaN, no 0
// for unknown, and a verdict that fits the gauges. Seeded; a failure names the seed and the body.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import { parseSaved } from './saved.ts';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { parseUsage, usageStatus } from './usage.ts';
import { bindingOf, decideVerdict, levelOf, usableAgainAtMs } from './verdict.ts';

const MUTATED = 100_000;
const takenAtMs = exampleTakenAtMs;
const nowS = takenAtMs / 1_000;
const YEAR_1971 = Date.UTC(1971, 0);
const YEAR_10000 = Date.UTC(10_000, 0);
const samples = join(import.meta.dirname, 'samples');

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const payloads: readonly string[] = [
  exampleUsageAnswer,
  ...['usage-payloads', 'usage-payloads-offspec'].flatMap((folder) =>
    readdirSync(join(samples, folder)).map((file) => readJson(join(samples, folder, file))),
  ),
  ...(readJson(join(samples, 'cases.json')) as { input: { payload?: unknown } }[]).flatMap(
    ({ input }) => (typeof input.payload === 'object' ? [input.payload] : []),
  ),
].map((payload) => JSON.stringify(payload));

const aWindow = { used_percent: 41, limit_window_seconds: 604_800, reset_at: nowS + 60 };
/** What members are replaced by: wrong types, odd numbers, and members of another place. */
const replacements: readonly unknown[] = [
  ...[null, true, false, {}, [], [null], 'x', '', ' ', 'null', 'NaN', '\uD800', '1'.repeat(5_000)],
  ...[0, -0, 1, -1, 5, 22.5, 99.999, 100, 101, 1e21, 1e300, -1e300, 5e-324, 2 ** 53, Number.NaN],
  ...['0', '-0', '22', ' 22 ', '22%', '1e2', '1e999', '0x10', '-3', '1,000', '17.2500', 'Infinity'],
  ...[JSON.parse('1e999'), JSON.parse('-1e999')],
  ...[18_000, 17_640, 18_361, 18_000.5, 86_400, 604_800, '604800', 2_419_200, 2_678_400, 1e15],
  ...[nowS, nowS - 60, nowS + 60, nowS + 9e5, takenAtMs + 60_000, String(nowS + 60), 1e11, 9e15],
  ...['2026-11-25T17:30:00Z', 'codex', 'prolite', 'k12', '\u202Ea\u0000b'],
  ...[aWindow, [aWindow], { primary_window: aWindow, limit_reached: true }],
  { limit: '500', used: '125' },
  { limit: 0, used: 5, remaining_percent: -10 },
  JSON.parse('{"__proto__": {"used_percent": 1}, "constructor": 1}'),
  [{ metered_feature: 'codex', rate_limit: { primary_window: aWindow } }],
];

type Chance = () => number;

function createChance(seed: number): Chance {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function pick<T>(chance: Chance, items: readonly T[]): T {
  // Why: no list here is empty, and chance is below 1.
  return items[Math.floor(chance() * items.length)] as T;
}

/** A payload with one to four of its members, at any depth, replaced, removed or moved. */
function mutatedBy(seed: number): unknown {
  const chance = createChance(seed);
  const body: unknown = JSON.parse(pick(chance, payloads));
  for (let changes = 1 + Math.floor(chance() * 4); changes > 0; changes -= 1) mutate(body, chance);
  return chance() < 0.01 ? structuredClone(pick(chance, replacements)) : body;
}

function mutate(node: unknown, chance: Chance): void {
  if (typeof node !== 'object' || node === null) return;
  const keys = Object.keys(node);
  if (keys.length === 0) return;
  const key = pick(chance, keys);
  const child: unknown = Reflect.get(node, key);
  if (typeof child === 'object' && child !== null && chance() < 0.8) {
    mutate(child, chance);
    return;
  }
  const how = chance();
  if (how < 0.1) Reflect.deleteProperty(node, key);
  else if (how < 0.2) Reflect.set(node, key, Reflect.get(node, pick(chance, keys)));
  else Reflect.set(node, key, structuredClone(pick(chance, replacements)));
}

/** Why not expect: it costs more than everything that it would look at here. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function holdsNoNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) if (!holdsNoNaN(Reflect.get(value, key))) return false;
  return true;
}

function rowsOf({ windows, additional, codeReview }: UsageSnapshot): readonly RateLimitWindow[] {
  return [...windows, ...additional.flatMap((limit) => limit.windows), ...(codeReview ?? [])];
}

function checkRows(snapshot: UsageSnapshot): void {
  must(holdsNoNaN(snapshot), 'every number is finite');
  for (const { durationMs, usedPercent, depleted, resetsAtMs } of rowsOf(snapshot)) {
    must(durationMs > 0, 'a window has a length');
    must((usedPercent ?? 0) >= 0, 'no percent is below 0');
    must(depleted || (usedPercent ?? 0) < 100, 'a full window is used up');
    const isMoment = resetsAtMs === null || (resetsAtMs >= YEAR_1971 && resetsAtMs < YEAR_10000);
    must(isMoment, 'a reset is a moment, and none of 1970');
  }
}

/** The names of members that are somewhere at most 0, written as number or text. */
function zeroesIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, member] of Object.entries(value)) {
    const isText = typeof member === 'string' && member.trim() !== '';
    if ((isText || typeof member === 'number') && Number(member) <= 0) found.add(key);
    zeroesIn(member, found);
  }
  return found;
}

/** Wherever we show a 0 there is one in the answer. */
function checkZeroes(snapshot: UsageSnapshot, body: unknown): void {
  const { spendLimit, credits, resetCredits } = snapshot;
  const shown = rowsOf(snapshot).some(({ usedPercent }) => usedPercent === 0);
  const isNothing = (amount: string | null | undefined) =>
    amount != null && !/[^0.\s-]/.test(amount);
  if (!shown && !isNothing(credits?.balance) && resetCredits?.available !== 0) {
    if (!isNothing(spendLimit?.used) && !isNothing(spendLimit?.limit)) return;
  }
  const zeroes = zeroesIn(body);
  must(!shown || zeroes.has('used_percent'), '0 % used is in the answer');
  must(!isNothing(credits?.balance) || zeroes.has('balance'), 'a balance of 0 is in the answer');
  must(
    resetCredits?.available !== 0 || zeroes.has('available_count'),
    '0 resets are in the answer',
  );
  must(!isNothing(spendLimit?.used) || zeroes.has('used'), '0 spent is in the answer');
  must(!isNothing(spendLimit?.limit) || zeroes.has('limit'), 'a limit of 0 is in the answer');
}

/** What the verdict says agrees with what the gauges show. */
function checkVerdict(snapshot: UsageSnapshot, nowMs: number): void {
  const verdict = decideVerdict(snapshot, nowMs);
  const { windows, spendLimit } = snapshot;
  const spend = spendLimit === null ? [] : [{ ...spendLimit, depleted: spendLimit.reached }];
  const limits = [...windows, ...spend];
  const blocks = limits.some(
    ({ depleted, resetsAtMs }) => depleted && (resetsAtMs === null || resetsAtMs > nowMs),
  );
  must(['blocked', 'spending-credits'].includes(verdict.kind) === blocks, 'blocked fits');
  must(holdsNoNaN(verdict), 'every number of the verdict is finite');
  const binding = 'binding' in verdict ? verdict.binding : null;
  const expected = bindingOf(snapshot, nowMs);
  must(binding?.kind === expected?.kind, 'the binding is that of the verdict');
  must(binding?.durationMs === expected?.durationMs, 'the binding is that of the verdict');
  must(blocks || usableAgainAtMs(snapshot, nowMs) === null, 'usableAgainAt is null unless blocked');
  const isNone = usageStatus(snapshot) === 'no-limits';
  must((verdict.kind === 'no-limits') === isNone, 'no limits means none');
  if (verdict.kind === 'unknown') {
    must(
      limits.every((limit) => limit.usedPercent === null),
      'unknown means that nothing is known',
    );
  }
  if (verdict.kind === 'on-pace' || verdict.kind === 'left') {
    const left = limits.map(({ usedPercent }) => usedPercent !== null && 100 - usedPercent);
    must(left.includes(verdict.remainingPercent), 'what is left is what a gauge shows');
    must(levelOf(100 - verdict.remainingPercent, false, 101) === 'calm', 'something is left');
  }
  if (verdict.kind === 'slow-down') {
    must(verdict.runsOutAtMs > nowMs, 'the run-out time is to come');
    must(verdict.runsOutAtMs < verdict.resetsAtMs, 'and is before the reset');
  }
}

const AGES_MS = [0, 60_000, 7_200_000, 400_000_000];

function check(body: unknown, ageMs: number): 'read' | 'refused' {
  const result = parseUsage({ body, takenAtMs, idToken: null });
  if (!result.ok) {
    must(result.failure.kind === 'unexpected-body', 'a refusal is an unexpected body');
    return 'refused';
  }
  checkRows(result.value);
  checkZeroes(result.value, body);
  checkVerdict(result.value, takenAtMs + ageMs);
  return 'read';
}

test('parseUsage: 100,000 mutated answers: no exception, no NaN, no 0 for unknown', () => {
  const counts = { read: 0, refused: 0 };
  for (let seed = 1; seed <= MUTATED; seed += 1) {
    const body = mutatedBy(seed);
    try {
      counts[check(body, AGES_MS[seed % AGES_MS.length] ?? 0)] += 1;
    } catch (error) {
      const text = JSON.stringify(body)?.slice(0, 2_000);
      throw new Error(`seed ${seed}: ${String(error)}\n${text}`);
    }
  }
  console.log(`mutated answers: ${counts.read} read, ${counts.refused} refused`);
  expect(counts.read).toBeGreaterThan(MUTATED * 0.7);
  expect(counts.refused).toBeGreaterThan(MUTATED * 0.01);
}, 120_000);

const tooLong = Array.from({ length: 2_000 }, () => ({ metered_feature: 'x', rate_limit: {} }));
const garbage = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.double(),
  fc.integer(),
  fc.constantFrom<unknown>(...replacements, tooLong),
);

test('parseUsage: an unknown percent is null and never 0, whatever stands in its place', () => {
  fc.assert(
    fc.property(garbage, (used_percent) => {
      const body = { rate_limit: { primary_window: { used_percent } } };
      const result = parseUsage({ body, takenAtMs, idToken: null });
      const shown = result.ok ? result.value.windows[0]?.usedPercent : undefined;
      const isText = typeof used_percent === 'string' && used_percent.trim() !== '';
      const given = isText || typeof used_percent === 'number' ? Number(used_percent) : Number.NaN;
      const isHex = isText && /^\s*[+-]?0[xob]/i.test(used_percent);
      const readable = Number.isFinite(given) && !isHex && String(used_percent).length <= 40;
      expect(shown).toBe(readable ? Math.max(0, given) : null);
    }),
    { numRuns: 3_000 },
  );
});

test('parseUsage: any value at all never throws, and its issue never quotes it', () => {
  fc.assert(
    fc.property(garbage, fc.string({ minLength: 12 }), (body, marked) => {
      expect(() => parseUsage({ body, takenAtMs, idToken: null })).not.toThrow();
      const result = parseUsage({ body: { rate_limit: marked }, takenAtMs, idToken: null });
      expect(JSON.stringify(result)).toBe(
        '{"ok":false,"failure":{"kind":"unexpected-body","issue":"rate_limit: expected object"}}',
      );
    }),
    { numRuns: 1_000 },
  );
});

test('parseUsage: a snapshot survives being saved as text', () => {
  const account = { key: 'k', id: null, email: null };
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const result = parseUsage({ body: mutatedBy(seed), takenAtMs, idToken: null });
    if (!result.ok) continue;
    const saved = parseSaved(JSON.stringify({ version: 1, account, snapshot: result.value }));
    expect(saved?.snapshot).toEqual(result.value);
  }
});
