import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleAccount as account, exampleSnapshot as snapshot } from './example-states.ts';
import { formatSaved, parseSaved } from './saved.ts';

const text = formatSaved(account, snapshot);

function damaged(change: object): string {
  return JSON.stringify({ ...JSON.parse(text), ...change });
}

test('parseSaved: gives back what formatSaved was given', () => {
  expect(parseSaved(text)).toEqual({ kind: 'saved', account, snapshot });
});

test('parseSaved: takes a file of an earlier version, which knew of no key beside', () => {
  const { apiKeyBeside: _left, ...earlier } = account;
  expect(parseSaved(damaged({ account: earlier }))).toEqual({ kind: 'saved', account, snapshot });
});

test.each([
  ['of an earlier version, without', undefined],
  ['with a damaged', { runsOutAtMs: 9e15, isEnough: true }],
  ['with half a', { runsOutAtMs: null }],
])('parseSaved: takes the numbers of a file %s trend', (_name, trend) => {
  const windows = snapshot.windows.map((window) => ({ ...window, trend }));
  const saved = damaged({ snapshot: { ...snapshot, windows } });
  expect(parseSaved(saved)).toEqual({ kind: 'saved', account, snapshot });
});

test('parseSaved: gives back numbers of which nothing is known', () => {
  const bare = { ...snapshot, plan: null, email: null, windows: [], additional: [], credits: null };
  expect(parseSaved(formatSaved(account, bare))?.snapshot).toEqual(bare);
});

test.each([
  ['empty', ''],
  ['cut short', text.slice(0, -2)],
  ['null', 'null'],
  ['of another version', damaged({ version: 2 })],
  ['without an account', damaged({ account: null })],
  ['without numbers', damaged({ snapshot: null })],
  ['without a window list', damaged({ snapshot: { ...snapshot, windows: null } })],
  ['taken at no moment', damaged({ snapshot: { ...snapshot, takenAtMs: 1e300 } })],
  ['taken before there was time', damaged({ snapshot: { ...snapshot, takenAtMs: -1 } })],
  [
    'with a reset at no moment',
    damaged({ snapshot: { ...snapshot, windows: [{ ...snapshot.windows[0], resetsAtMs: 9e15 }] } }),
  ],
  [
    'with an expiry at no moment',
    damaged({ snapshot: { ...snapshot, resetCredits: { available: 1, expiriesMs: [9e15] } } }),
  ],
  [
    'with a window without a length',
    damaged({ snapshot: { ...snapshot, windows: [{ ...snapshot.windows[0], durationMs: 0 }] } }),
  ],
])('parseSaved: is nothing, when the file is %s', (_name, saved) => {
  expect(parseSaved(saved)).toBeNull();
});

test('parseSaved: never throws, whatever the file holds', () => {
  const cut = fc.nat(text.length).map((at) => text.slice(0, at) + text.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), cut), (saved) => {
      expect(parseSaved(saved)?.kind ?? 'saved').toBe('saved');
    }),
  );
});
