// Facts about the order of checks, and about paths that a public report may hold.

import { describe, expect, test } from 'vitest';
import { CAUSES, mostLikelyFirst, notChecked, note, ok, problem } from './check.ts';
import { showPath } from './privacy.ts';
import { issuerFact } from './sign-in-facts.ts';

const told = { finding: 'It is so.', remedy: 'Do that.' };

test('mostLikelyFirst: problems by their cause, then notes, then what was not checked, then the rest', () => {
  const checks = [
    ok('machine', 'Fine.'),
    note('tray', { ...told, cause: 'no-tray' }),
    problem('usage-host', { ...told, cause: 'network' }),
    notChecked('clock', 'Not asked.'),
    note('codex-versions', { ...told, cause: 'codex-old' }),
    problem('auth-file', { ...told, cause: 'signed-out' }),
    ok('proxy', 'Fine.'),
  ];
  expect(mostLikelyFirst(checks).map(({ id }) => id)).toEqual([
    'auth-file',
    'usage-host',
    'codex-versions',
    'tray',
    'clock',
    'machine',
    'proxy',
  ]);
});

test('CAUSES: ranks each cause once', () => {
  expect(new Set(CAUSES).size).toBe(CAUSES.length);
});

describe('showPath', () => {
  const privacy = { homes: ['/home/marta', '/data/m'], names: ['marta', 'root', ''] };
  test.each([
    ['/home/marta', '~'],
    ['/home/marta/.codex', '~/.codex'],
    ['/data/m/.codex/auth.json', '~/.codex/auth.json'],
    ['/home/martanna/.codex', '~other/.codex'],
    ['/Users/bob/.codex', '~other/.codex'],
    ['C:\\Users\\Bob Lee\\AppData\\npm', '~other/AppData/npm'],
    ['/mnt/c/Users/bob/x', '~other/x'],
    ['/media/Marta/usb/.codex', '/media/<user>/usb/.codex'],
    ['/srv/marta-work/x', '/srv/<user>-work/x'],
    ['/srv/smarta/x', '/srv/smarta/x'],
    ['/opt/root/codex', '/opt/root/codex'],
    ['/home/marta/Drive-a.b@example.org/x', '~/<e-mail>/x'],
    ['/x/@openai/codex@0.169.0-linux-x64/bin', '/x/@openai/codex@0.169.0-linux-x64/bin'],
    ['/x/00000000-0000-4000-8000-00000000000a/y', '/x/<id>/y'],
    ['\\\\server\\share\\x', '//<host>/share/x'],
    ['/x/a\nb\u202ec', '/x/a?b?c'],
  ])('of %j is %j', (path, shown) => {
    expect(showPath(path, privacy)).toBe(shown);
  });

  test('is cut', () => {
    expect(showPath(`/${'a/'.repeat(500)}`, privacy).length).toBeLessThan(200);
  });
});

test.each([
  [null, { kind: 'unsaid' }],
  ['https://auth.openai.com', { kind: 'openai', host: 'auth.openai.com' }],
  ['https://AUTH.openai.com/x', { kind: 'openai', host: 'auth.openai.com' }],
  ['http://127.0.0.1:8080/oauth', { kind: 'this-computer' }],
  ['https://auth.openai.com.evil.example', { kind: 'other' }],
  ['https://me@openai.com/', { kind: 'other' }],
  ['https://eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0x.openai.com', { kind: 'other' }],
  ['nonsense', { kind: 'other' }],
])('issuerFact: of %j is %j', (address, fact) => {
  expect(issuerFact(address)).toEqual(fact);
});
