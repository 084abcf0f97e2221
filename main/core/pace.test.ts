import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

const startMs = 1_795_348_800_000;

function window(fields: Partial<RateLimitWindow>): RateLimitWindow {
  return {
    id: 'primary',
    kind: 'session',
    durationMs: 5 * HOUR_MS,
    usedPercent: 50,
    resetsAtMs: startMs + 5 * HOUR_MS,
    depleted: false,
    trend: null,
    ...fields,
  };
}

/** The pace at a moment of the window, with the run-out time in minutes from its start. */
function paceAt(minutes: number, fields: Partial<RateLimitWindow> = {}, laterMinutes = 0) {
  const takenAtMs = startMs + minutes * MINUTE_MS;
  const nowMs = takenAtMs + laterMinutes * MINUTE_MS;
  const { expectedPercent, runsOutAtMs, enoughData } = paceOf(window(fields), { nowMs, takenAtMs });
  const runsOut = runsOutAtMs === null ? null : (runsOutAtMs - startMs) / MINUTE_MS;
  return [expectedPercent, runsOut, enoughData];
}

test.each([
  ['on even use', paceAt(150), [50, null, true]],
  ['below even use', paceAt(150, { usedPercent: 22 }), [50, null, true]],
  ['too fast', paceAt(120, { usedPercent: 80 }), [40, 150, true]],
  ['a little too fast', paceAt(150, { usedPercent: 51 }), [50, 294.11765, true]],
  ['too early', paceAt(14, { usedPercent: 90 }), [(14 / 300) * 100, null, false]],
  ['just late enough', paceAt(15, { usedPercent: 90 }), [5, 16.66667, true]],
  ['hardly used', paceAt(150, { usedPercent: 0.9 }), [50, null, false]],
  ['percent unknown', paceAt(150, { usedPercent: null }), [50, null, false]],
  ['already full', paceAt(150, { usedPercent: 100, depleted: true }), [50, null, true]],
  [
    'used up by the service’s word',
    paceAt(150, { usedPercent: 97, depleted: true }),
    [50, null, true],
  ],
  [
    'a trend that runs out',
    paceAt(150, { trend: { runsOutAtMs: startMs + 200 * MINUTE_MS, isEnough: true } }),
    [50, 200, true],
  ],
  [
    'a trend that lasts, whatever the average',
    paceAt(120, { usedPercent: 80, trend: { runsOutAtMs: null, isEnough: true } }),
    [40, null, true],
  ],
  [
    'a trend beyond the reset',
    paceAt(150, { trend: { runsOutAtMs: startMs + 5 * HOUR_MS, isEnough: true } }),
    [50, null, true],
  ],
  [
    'a trend of one burst',
    paceAt(120, { usedPercent: 80, trend: { runsOutAtMs: startMs, isEnough: false } }),
    [40, null, false],
  ],
  [
    'a trend, but too early',
    paceAt(14, { usedPercent: 90, trend: { runsOutAtMs: startMs + HOUR_MS, isEnough: true } }),
    [(14 / 300) * 100, null, false],
  ],
  [
    'a trend of what is used up',
    paceAt(150, {
      usedPercent: 97,
      depleted: true,
      trend: { runsOutAtMs: startMs + 3 * HOUR_MS, isEnough: true },
    }),
    [50, null, true],
  ],
  ['reset unknown', paceAt(150, { resetsAtMs: null }), [null, null, false]],
  ['reset elapsed since', paceAt(150, { usedPercent: 90 }, 151), [null, null, false]],
  ['numbers old, reset still ahead', paceAt(120, { usedPercent: 80 }, 60), [40, 150, true]],
  ['reset farther away than the length', paceAt(-30), [0, null, false]],
  [
    'a window shorter than ten minutes',
    paceAt(4, { durationMs: 5 * MINUTE_MS, resetsAtMs: startMs + 5 * MINUTE_MS }),
    [80, null, false],
  ],
])('paceOf: is right, when %s', (_name, [expected, runsOut, enough], [e, r, d]) => {
  if (e === null) expect(expected).toBeNull();
  else expect(expected).toBeCloseTo(Number(e));
  if (r === null) expect(runsOut).toBeNull();
  else expect(runsOut).toBeCloseTo(Number(r), 3);
  expect(enough).toBe(d);
});
