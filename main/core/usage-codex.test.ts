// What Codex itself made of the sampled answers, beside what we make of them: the same percentages,
// lengths, resets, credits and limits wherever Codex reads an answer at all.
// Source: usage-codex-answers.json, observed with codex-cli 0.169.0.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RateLimitWindow, UsageSnapshot } from './snapshot.ts';
import { MINUTE_MS, SECOND_MS } from './time.ts';
import { parseUsage } from './usage.ts';

const samples = join(import.meta.dirname, 'samples');

function readJson(name: string) {
  return JSON.parse(readFileSync(join(samples, name), 'utf8'));
}

interface CodexWindow {
  readonly usedPercent: number;
  readonly windowDurationMins: number;
  readonly resetsAt: number;
}

/** A window of ours in Codex's terms; it passes negative percentages on, which we show as 0. */
function inCodexTerms({ usedPercent, durationMs, resetsAtMs }: RateLimitWindow): CodexWindow {
  const resetsAt = (resetsAtMs ?? Number.NaN) / SECOND_MS;
  return {
    usedPercent: usedPercent ?? Number.NaN,
    windowDurationMins: Math.ceil(durationMs / MINUTE_MS),
    resetsAt,
  };
}

interface Bucket {
  readonly primary: CodexWindow | null;
  readonly secondary: CodexWindow | null;
}

function windowsOf({ primary, secondary }: Bucket): readonly CodexWindow[] {
  return [primary, secondary]
    .filter((window) => window !== null)
    .map((window) => ({ ...window, usedPercent: Math.max(0, window.usedPercent) }))
    .toSorted((a, b) => a.windowDurationMins - b.windowDurationMins);
}

function readSample(name: string): UsageSnapshot {
  const result = parseUsage({ body: readJson(name), takenAtMs: 1_795_400_000_000, idToken: null });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

const { _note, ...answers } = readJson('usage-codex-answers.json');
const read = Object.entries<{ error?: unknown; rateLimits: never }>(answers);

test('usage-codex-answers.json: has every sample, and the two that Codex cannot read', () => {
  expect(read.length).toBe(14);
  const refused = read.filter(([, answer]) => answer.error !== undefined).map(([name]) => name);
  expect(refused).toEqual([
    'usage-payloads-offspec/edge-fractional-percent.json',
    'usage-payloads-offspec/edge-missing-reset-fields.json',
  ]);
  // We are laxer: what Codex throws away whole still has its windows here.
  for (const name of refused) expect(readSample(name).windows.length).toBe(2);
});

test.each(Object.keys(answers).filter((name) => answers[name].error === undefined))(
  'parseUsage: agrees with Codex on %s',
  (name) => {
    const { rateLimits, rateLimitsByLimitId, rateLimitResetCredits } = answers[name];
    const snapshot = readSample(name);
    expect(snapshot.windows.map(inCodexTerms)).toEqual(windowsOf(rateLimits));
    const models = Object.entries<Bucket & { limitName: string }>(rateLimitsByLimitId)
      .filter(([id, bucket]) => id !== 'codex' && windowsOf(bucket).length > 0)
      .map(([id, bucket]) => ({ id, name: bucket.limitName, windows: windowsOf(bucket) }));
    const ours = snapshot.additional.map(({ id, name: called, windows }) => ({
      id,
      name: called,
      windows: windows.map(inCodexTerms),
    }));
    expect(ours).toEqual(models);
    const { credits, individualLimit, spendControlReached, planType } = rateLimits;
    // Why: "unknown" is what Codex calls a plan that it does not know; we show its own word.
    if (planType !== 'unknown') expect(snapshot.plan?.raw).toBe(planType);
    const { overageLimitReached: _own, ...counted } = snapshot.credits ?? {
      overageLimitReached: null,
    };
    expect(snapshot.credits && counted).toEqual(credits);
    expect(snapshot.spendLimit?.reached ?? false).toBe(spendControlReached ?? false);
    expect(snapshot.spendLimit?.limit ?? null).toBe(individualLimit?.limit ?? null);
    expect(snapshot.spendLimit?.used ?? null).toBe(individualLimit?.used ?? null);
    expect(snapshot.spendLimit?.remainingPercent ?? null).toBe(
      individualLimit?.remainingPercent ?? null,
    );
    expect(snapshot.resetCredits?.available ?? null).toBe(
      rateLimitResetCredits?.availableCount ?? null,
    );
  },
);
