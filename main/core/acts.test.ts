import { expect, test } from 'vitest';
import { parseAct } from './acts.ts';

test.each([
  'copy-login-command',
  'open-usage-page',
  'copy-report',
  'snooze-alerts',
  'open-trust',
  'copy-trust',
  'close',
  'quit',
])('parseAct: knows "%s"', (name) => {
  expect(parseAct(name)).toBe(name);
});

test.each([
  'poll',
  'open',
  'Quit',
  'quit ',
  '',
  'toString',
  'constructor',
  '__proto__',
  null,
  undefined,
  0,
  ['quit'],
  { toString: () => 'quit' },
])('parseAct: refuses everything else: %j', (payload) => {
  expect(parseAct(payload)).toBeNull();
});
