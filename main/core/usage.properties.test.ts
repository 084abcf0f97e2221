import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleTakenAtMs, exampleUsageAnswer } from './examples.ts';
import { parseSaved } from './saved.ts';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { formatInstant } from './time.ts';
import { parseUsage, usageStatus } from './usage.ts';
import { bindingOf, decideVerdict, levelOf, usableAgainAtMs } from './verdict.ts';

const takenAtMs = exampleTakenAtMs;
const samples = join(import.meta.dirname, 'samples');
const payloads: readonly unknown[] = [
  exampleUsageAnswer,
  ...['usage-payloads', 'usage-payloads-offspec'].flatMap((folder) =>
    readdirSync(join(samples, folder)).map((file) =>
      JSON.parse(readFileSync(join(samples, folder, file), 'utf8')),
    ),
  ),
];

const garbage = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.double(),
  fc.integer(),
  fc.constantFrom<unknown>(
    JSON.parse('1e999'),
    JSON.parse('-1e999'),
    JSON.parse('{"__proto__": {"used_percent": 1}, "constructor": 1}'),
    '\uD800',
    '1'.repeat(100_000),
    Array.from({ length: 2_000 }, () => ({ metered_feature: 'x', rate_limit: {} })),
    -0,
    1e300,
    5e-324,
    Number.NaN,
  ),
);

/** A payload with up to four of its members, at any depth, replaced or removed. */
const mutated = fc
  .tuple(
    fc.constantFrom(...payloads),
    fc.array(
      fc.tuple(fc.array(fc.nat(14), { minLength: 1, maxLength: 5 }), garbage, fc.boolean()),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([payload, changes]) => {
    const copy = structuredClone(payload);
    for (const [path, value, remove] of changes) mutate(copy, { path, value, remove });
    return copy;
  });

interface Change {
  readonly path: readonly number[];
  readonly value: unknown;
  readonly remove: boolean;
}

function mutate(node: unknown, { path, value, remove }: Change): void {
  if (typeof node !== 'object' || node === null) return;
  const keys = Object.keys(node);
  const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return;
  const child = Reflect.get(node, key);
  if (path.length > 1 && typeof child === 'object' && child !== null) {
    mutate(child, { path: path.slice(1), value, remove });
  } else if (remove) Reflect.deleteProperty(node, key);
  else Reflect.set(node, key, value);
}

function rowsOf({ windows, additional, codeReview }: UsageSnapshot): readonly RateLimitWindow[] {
  return [...windows, ...additional.flatMap((limit) => limit.windows), ...(codeReview ?? [])];
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

function checkRows(snapshot: UsageSnapshot): void {
  expect(numbersIn(snapshot).every(Number.isFinite)).toBe(true);
  for (const row of rowsOf(snapshot)) {
    expect(row.durationMs).toBeGreaterThan(0);
    expect(row.usedPercent ?? 0).toBeGreaterThanOrEqual(0);
    if (row.resetsAtMs !== null) expect(formatInstant(row.resetsAtMs)).toMatch(/^(?!1970)\d{4}-/);
  }
}

/** What the verdict says agrees with what the gauges show. */
function checkVerdict(snapshot: UsageSnapshot, nowMs: number): void {
  const verdict = decideVerdict(snapshot, nowMs);
  const binding = bindingOf(snapshot, nowMs);
  const { windows, spendLimit } = snapshot;
  const spend = spendLimit === null ? [] : [{ ...spendLimit, depleted: spendLimit.reached }];
  const limits = [...windows, ...spend];
  const blocks = limits.some(
    ({ depleted, resetsAtMs }) => depleted && (resetsAtMs === null || resetsAtMs > nowMs),
  );
  expect(['blocked', 'spending-credits'].includes(verdict.kind)).toBe(blocks);
  expect(numbersIn(verdict).every(Number.isFinite)).toBe(true);
  expect('binding' in verdict ? verdict.binding : null).toEqual(binding);
  if (!blocks) expect(usableAgainAtMs(snapshot, nowMs)).toBeNull();
  expect(verdict.kind === 'no-limits').toBe(usageStatus(snapshot) === 'no-limits');
  if (verdict.kind === 'unknown') {
    expect(limits.every((limit) => limit.usedPercent === null)).toBe(true);
  }
  if (verdict.kind === 'on-pace' || verdict.kind === 'left') {
    const shown = limits.map(({ usedPercent }) => usedPercent !== null && 100 - usedPercent);
    expect(shown).toContain(verdict.remainingPercent);
    expect(levelOf(100 - verdict.remainingPercent, false, 101)).toBe('calm');
  }
  if (verdict.kind === 'slow-down') {
    expect(verdict.runsOutAtMs).toBeGreaterThan(nowMs);
    expect(verdict.runsOutAtMs).toBeLessThan(verdict.resetsAtMs);
  }
}

test('parseUsage: a mutated answer never throws, never goes NaN, fits its verdict', () => {
  const ageMs = fc.constantFrom(0, 60_000, 7_200_000, 400_000_000);
  fc.assert(
    fc.property(mutated, ageMs, (body, age) => {
      const result = parseUsage({ body, takenAtMs, idToken: null });
      if (!result.ok) {
        expect(result.failure.kind).toBe('unexpected-body');
        return;
      }
      checkRows(result.value);
      checkVerdict(result.value, takenAtMs + age);
    }),
    { numRuns: 10_000 },
  );
}, 60_000);

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
    { numRuns: 10_000 },
  );
}, 60_000);

test('parseUsage: any value at all never throws, and its issue never quotes it', () => {
  fc.assert(
    fc.property(garbage, fc.string({ minLength: 12 }), (body, marked) => {
      expect(() => parseUsage({ body, takenAtMs, idToken: null })).not.toThrow();
      const result = parseUsage({ body: { rate_limit: marked }, takenAtMs, idToken: null });
      expect(JSON.stringify(result)).toBe(
        '{"ok":false,"failure":{"kind":"unexpected-body","issue":"rate_limit: expected object"}}',
      );
    }),
    { numRuns: 2_000 },
  );
});

test('parseUsage: a snapshot survives being saved as text', () => {
  const account = { key: 'k', id: null, email: null };
  fc.assert(
    fc.property(mutated, (body) => {
      const result = parseUsage({ body, takenAtMs, idToken: null });
      if (!result.ok) return;
      const saved = parseSaved(JSON.stringify({ version: 1, account, snapshot: result.value }));
      expect(saved?.snapshot).toEqual(result.value);
    }),
    { numRuns: 1_000 },
  );
});
