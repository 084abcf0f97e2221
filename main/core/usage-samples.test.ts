import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseUsage, usageStatus } from './usage.ts';
import { decideVerdict } from './verdict.ts';

const samples = join(import.meta.dirname, 'samples');

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Confidence, status, plan, rows (kind, used, reset in seconds, depleted) and verdict. */
const summaries: Record<string, unknown> = {
  'usage-payloads/all-optional-null.json': ['exact', 'no-limits', 'Plus', [], 'no-limits'],
  'usage-payloads/business-spend-control-reached.json': [
    'exact',
    'ok',
    'Self Serve Business Usage Based',
    [],
    'blocked',
  ],
  'usage-payloads/credits-unlimited.json': ['exact', 'ok', 'Enterprise', [], 'credits-only'],
  'usage-payloads/edge-over-100-percent.json': [
    'assumed',
    'ok',
    'Plus',
    [
      ['session', 137, 0, true],
      ['weekly', 0, -50, false],
    ],
    'outdated',
  ],
  'usage-payloads/free-monthly-only.json': [
    'exact',
    'ok',
    'Free',
    [['monthly', 70, 1_500_000, false]],
    'slow-down',
  ],
  'usage-payloads/limit-reached-with-credit-balance.json': [
    'exact',
    'ok',
    'Plus',
    [
      ['session', 100, 4_200, true],
      ['weekly', 97, 99_000, false],
    ],
    'spending-credits',
  ],
  'usage-payloads/minimal-plan-only.json': ['exact', 'no-limits', 'Plus', [], 'no-limits'],
  'usage-payloads/plus-primary-and-secondary.json': [
    'exact',
    'ok',
    'Plus',
    [
      ['session', 12, 9_000, false],
      ['weekly', 34, 300_000, false],
    ],
    'on-pace',
  ],
  'usage-payloads/pro-additional-limits.json': [
    'exact',
    'ok',
    'Pro 20x',
    [
      ['session', 3, 17_000, false],
      ['weekly', 61, 120_000, false],
    ],
    'on-pace',
  ],
  'usage-payloads/reset-credits-available.json': [
    'exact',
    'ok',
    'Plus',
    [
      ['session', 99, 300, false],
      ['weekly', 80, 200_000, false],
    ],
    'slow-down',
  ],
  'usage-payloads/unknown-plan-and-fields.json': [
    'exact',
    'ok',
    'Plan From The Future',
    [['other', 45, 5_000, false]],
    'on-pace',
  ],
  'usage-payloads/weekly-only-in-primary.json': [
    'exact',
    'ok',
    'Team',
    [['weekly', 0, 604_800, false]],
    'left',
  ],
  'usage-payloads-offspec/edge-fractional-percent.json': [
    'exact',
    'ok',
    'Plus',
    [
      ['session', 12.5, 9_000, false],
      ['weekly', 34, 300_000, false],
    ],
    'on-pace',
  ],
  'usage-payloads-offspec/edge-missing-reset-fields.json': [
    'exact',
    'ok',
    'Plus',
    [
      ['session', 12, null, false],
      ['weekly', 34, 300_000, false],
    ],
    'on-pace',
  ],
};
const sampledAtMs = 1_795_400_000_000;

function summaryOf(name: string) {
  const result = parseUsage({
    body: readJson(join(samples, name)),
    takenAtMs: sampledAtMs,
    idToken: null,
  });
  if (!result.ok) return result.failure;
  const { confidence, plan, windows } = result.value;
  const rows = windows.map((window) => [
    window.kind,
    window.usedPercent,
    window.resetsAtMs === null ? null : (window.resetsAtMs - sampledAtMs) / 1000,
    window.depleted,
  ]);
  const verdict = decideVerdict(result.value, sampledAtMs).kind;
  return [confidence, usageStatus(result.value), plan?.label, rows, verdict];
}

test('samples: every payload has an expected reading', () => {
  const names = ['usage-payloads', 'usage-payloads-offspec'].flatMap((folder) =>
    readdirSync(join(samples, folder)).map((file) => `${folder}/${file}`),
  );
  expect(names.toSorted()).toEqual(Object.keys(summaries).toSorted());
});

test.each(Object.entries(summaries))('parseUsage: reads %s as expected', (name, summary) => {
  expect(summaryOf(name)).toEqual(summary);
});
