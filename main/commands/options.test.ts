// Facts about the words of the command: what is understood, and what is wrong usage.

import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const NOTHING = {
  command: null,
  words: [],
  json: false,
  watch: false,
  cached: false,
  openKeyring: false,
  printOnly: false,
  days: 30,
  by: [],
  keepsIndex: true,
  online: false,
  help: false,
  version: false,
  color: true,
  codexHome: null,
  account: null,
};

test.each([
  [[], {}],
  [['status'], { command: 'status' }],
  [['status', '--json'], { command: 'status', json: true }],
  [['--json', 'status'], { command: 'status', json: true }],
  [['status', '--watch', '--json'], { command: 'status', watch: true, json: true }],
  [['status', '--open-keyring'], { command: 'status', openKeyring: true }],
  [['status', '--cached'], { command: 'status', cached: true }],
  [['refresh-auth', '--print-only'], { command: 'refresh-auth', printOnly: true }],
  [['status', '--no-color'], { command: 'status', color: false }],
  [['status', '--codex-home', '/x y'], { command: 'status', codexHome: '/x y' }],
  [['status', '--codex-home=/x'], { command: 'status', codexHome: '/x' }],
  [['status', '--account', 'work'], { command: 'status', account: 'work' }],
  [['accounts'], { command: 'accounts' }],
  [['accounts', 'import', 'a.ini'], { command: 'accounts', words: ['import', 'a.ini'] }],
  [['activity', '--days', '7'], { command: 'activity', days: 7 }],
  [['activity', '--by', 'day,model'], { command: 'activity', by: ['day', 'model'] }],
  [['activity', '--by=model'], { command: 'activity', by: ['model'] }],
  [['activity', '--no-index'], { command: 'activity', keepsIndex: false }],
  [['doctor', '--online'], { command: 'doctor', online: true }],
  [['--help'], { help: true }],
  [['-h'], { help: true }],
  [['--version'], { version: true }],
  [['--', 'status'], { command: 'status' }],
])('parseOptions: understands %j', (words, expected) => {
  expect(parseOptions(words)).toEqual({ ok: true, value: { ...NOTHING, ...expected } });
});

test.each([
  [['status', 'now'], '"now" is one word too many'],
  [['accounts', 'export'], '"export" is one word too many'],
  [['accounts', 'import'], 'import needs a file'],
  [['accounts', 'import', 'a', 'b'], '"b" is one word too many'],
  [['status', '--codex-home=/x', '--account=y'], '--codex-home and --account exclude each other'],
  [['status', '--watch', '--cached'], '--watch and --cached exclude each other'],
  [['activity', '--days', '0'], '--days needs a whole number from 1 on'],
  [['activity', '--days', '1.5'], '--days needs a whole number from 1 on'],
  [['activity', '--days=-1'], '--days needs a whole number from 1 on'],
  [['activity', '--by', 'week'], '--by needs day, model or day,model'],
  [['activity', '--by', ''], '--by needs day, model or day,model'],
  [['status', '--codex-home', ''], '--codex-home needs a folder'],
  [['status', '--codex-home='], '--codex-home needs a folder'],
  [['status', '--jsno'], "Unknown option '--jsno'"],
  [['status', '-x'], "Unknown option '-x'"],
  [['status', '--json=yes'], "Option '--json' does not take an argument"],
  [['status', '--codex-home'], "Option '--codex-home <value>' argument missing"],
  [['status', '--no-json'], "Unknown option '--no-json'"],
])('parseOptions: refuses %j in one sentence', (words, sentence) => {
  expect(parseOptions(words)).toEqual({ ok: false, failure: sentence });
});
