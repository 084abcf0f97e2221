import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFailures, nameOf } from '../example-states.ts';
import { exampleTakenAtMs as nowMs } from '../examples.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';
import { windowLabelUnit } from '../windows.ts';
import { createWords } from './words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });
const { say } = words;
const rows = exampleFailures.map((failure) => [nameOf(failure), failure] as const);

/** Every text between quotes in the catalogues. */
function catalogueTexts(): readonly string[] {
  return ['en.ts', 'alerts-en.ts', 'failures-en.ts'].flatMap((file) => {
    const source = readFileSync(path.join(import.meta.dirname, file), 'utf8');
    return [...source.matchAll(/'([^'\n]*)'|`([^`]*)`/g)].map(([, a, b]) => a ?? b ?? '');
  });
}

describe('describeFailure', () => {
  test.each(rows)('has a title, a text and a short form: %s', (_name, failure) => {
    const { title, text, promise, short } = words.describeFailure(failure, nowMs);
    expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(text).toMatch(/^\S.*\.$/u);
    expect(short).toMatch(/^\S.*[^.]$/u);
    expect(title.length).toBeLessThanOrEqual(44);
    expect(short.length).toBeLessThanOrEqual(30);
    expect(promise ?? '.').toMatch(/^(\p{Lu}.*)?\.$/u);
    expect(`${title} ${text} ${promise ?? ''} ${short}`).not.toMatch(
      /undefined|null|NaN|\[object|!/,
    );
  });

  test.each(rows)('keeps what it promises out of its text: %s', (_name, failure) => {
    expect(words.describeFailure(failure, nowMs).text).not.toMatch(/by itself|keeps trying/);
  });

  test('ends with one thing to do, for every other kind of sign-in', () => {
    for (const failure of exampleFailures.filter(({ kind }) => kind === 'other-sign-in')) {
      const { text } = words.describeFailure(failure, nowMs);
      const isCustom = 'reason' in failure && failure.reason === 'custom-backend';
      expect(text).toMatch(
        isCustom ? /Check the limits with that provider\.$/ : /to see limits\.$/,
      );
      expect(text.includes('Sign in')).toBe(!isCustom);
    }
  });

  test('says another text for every reason of a kind', () => {
    const reasons = exampleFailures.filter((failure) => 'reason' in failure);
    const texts = reasons.map((failure) => words.describeFailure(failure, nowMs).text);
    expect(new Set(texts).size).toBe(reasons.length);
  });

  test('names the moment, when the service named one', () => {
    const failure = { kind: 'rate-limited', retryAtMs: nowMs + HOUR_MS } as const;
    expect(words.describeFailure(failure, nowMs).text).toContain('possible at 13:00.');
    const later = { ...failure, retryAtMs: nowMs + 3 * DAY_MS };
    expect(words.describeFailure(later, nowMs).text).toContain('possible on Wed at 12:00.');
  });

  test('never shows a raw cause that only a program understands', () => {
    const failure = { kind: 'auth-file-unreadable', issue: 'EIO' } as const;
    expect(words.describeFailure(failure, nowMs).text).not.toContain('EIO');
  });
});

test('warnings: each is one sentence or two, and calm', () => {
  for (const text of Object.values(words.warnings)) expect(text).toMatch(/^\p{Lu}[^!]*\.$/u);
});

test('the catalogue: has no exclamation marks and no jargon', () => {
  const texts = catalogueTexts();
  expect(texts.length).toBeGreaterThan(100);
  for (const text of texts) {
    expect(text).not.toContain('!');
    expect(text).not.toMatch(/\bOAuth\b|\bJWT\b|\brefresh token\b|\bHTTP\b/);
  }
});

test.each([
  [5 * HOUR_MS, '5-hour', 'the 5-hour limit'],
  [DAY_MS, 'Daily', 'the daily limit'],
  [7 * DAY_MS, 'Weekly', 'the weekly limit'],
  [30 * DAY_MS, 'Monthly', 'the monthly limit'],
  [9 * HOUR_MS, '9-hour', 'the 9-hour limit'],
  [3 * DAY_MS, '3-day', 'the 3-day limit'],
  [90 * MINUTE_MS, '90-minute', 'the 90-minute limit'],
  [SECOND_MS, '1-second', 'the 1-second limit'],
])('windowLabel: names a window of %d ms by its length', (durationMs, label, inSentence) => {
  expect(say.windowLabel(windowLabelUnit(durationMs))).toBe(label);
  expect(say.limitInSentence(windowLabelUnit(durationMs))).toBe(inSentence);
});

test.each([
  [{ kind: 'minutes', minutes: 0 } as const, 'under 1 min', 'under 1 min ago'],
  [{ kind: 'minutes', minutes: 1 } as const, '1 min', '1 min ago'],
  [{ kind: 'hours', hours: 2, minutes: 0 } as const, '2 h', '2 h ago'],
  [{ kind: 'hours', hours: 2, minutes: 14 } as const, '2 h 14 min', '2 h 14 min ago'],
  [{ kind: 'days', days: 6, hours: 0 } as const, '6 d', '6 d ago'],
  [{ kind: 'days', days: 6, hours: 23 } as const, '6 d 23 h', '6 d 23 h ago'],
])('duration and age: say %j with at most two units', (parts, duration, age) => {
  expect(say.duration(parts)).toBe(duration);
  expect(say.age({ kind: 'long', duration: parts })).toBe(age);
});

test.each([
  [{ day: null, time: '18:40' }, 'at 18:40', '18:40'],
  [{ day: 'Tue', time: '09:12' }, 'on Tue at 09:12', 'Tue 09:12'],
  [{ day: '4 Dec', time: '09:12' }, 'on 4 Dec at 09:12', '4 Dec 09:12'],
])('at and moment: say %j with and without a preposition', (parts, withIt, without) => {
  expect([say.at(parts), say.moment(parts)]).toEqual([withIt, without]);
});

test.each(['63%', '63 %', '63\u00a0%'])('spoken: says percent as a word, from "%s"', (percent) => {
  const spoken = say.gauge.spoken('5-hour limit', percent, 'left', 'Resets at 18:40');
  expect(spoken).toBe('5-hour limit, 63 percent left, resets at 18:40');
});
