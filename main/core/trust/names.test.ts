import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskedName, NAME_MAX_LENGTH, nameFile, requestPurpose, resultOfStatus } from './names.ts';
import type { Purpose } from './trust.ts';

const LINUX = {
  homeDirectory: '/home/ada',
  codexHome: '/home/ada/.codex',
  plimsollHome: '/home/ada/.config/Plimsoll',
};
const WINDOWS = {
  homeDirectory: 'C:\\Users\\Ada',
  codexHome: 'C:\\Users\\Ada\\.codex',
  plimsollHome: 'C:\\Users\\Ada\\AppData\\Roaming\\Plimsoll',
};

describe('nameFile', () => {
  test.each<[string, string, Purpose]>([
    ['/home/ada/.codex/auth.json', '~/.codex/auth.json', 'sign-in'],
    ['/home/ada/.codex/config.toml', '~/.codex/config.toml', 'codex-settings'],
    ['/home/ada/.codex/auth.lock', '~/.codex/auth.lock', 'codex-lock'],
    ['/home/ada/.codex/auth.json.lock', '~/.codex/auth.json.lock', 'codex-lock'],
    [
      '/home/ada/.codex/auth.json.plimsoll.lock',
      '~/.codex/auth.json.plimsoll.lock',
      'renewal-lock',
    ],
    ['/home/ada/.codex/.plimsoll-rotation', '~/.codex/.plimsoll-rotation', 'renewal-note'],
    ['/home/ada/.codex/.plimsoll-0123456789ab.tmp', '~/.codex/.plimsoll-….tmp', 'renewal-place'],
    ['/home/ada/.codex', '~/.codex', 'codex-folder'],
    ['/home/ada/.codex/sessions', '~/.codex/sessions', 'sessions'],
    ['/home/ada/.codex/sessions/2026/11', '~/.codex/sessions/2026/11', 'sessions'],
    ['/home/ada/.codex/sessions/*.jsonl', '~/.codex/sessions/*.jsonl', 'activity'],
    [
      '/home/ada/.codex/archived_sessions/*.jsonl',
      '~/.codex/archived_sessions/*.jsonl',
      'activity',
    ],
    ['/srv/work/sessions', '/srv/work/sessions', 'sessions'],
    ['/srv/work/sessions/*.jsonl', '/srv/work/sessions/*.jsonl', 'activity'],
    ['/home/ada/.codex/sessions/2026/11/x.jsonl', '~/.codex/sessions/2026/11/x.jsonl', 'sessions'],
    ['/home/ada/.codex/sessions-of-mine', '~/.codex/sessions-of-mine', 'linked'],
    [
      '/home/ada/.config/autostart/plimsoll.desktop',
      '~/.config/autostart/plimsoll.desktop',
      'autostart',
    ],
    ['/home/ada/elsewhere/auth.json', '~/elsewhere/auth.json', 'sign-in'],
    ['/srv/secrets/codex', '/srv/secrets/codex', 'linked'],
    ['/home/ada', '~', 'linked'],
    ['/home/adam/x', '/home/adam/x', 'linked'],
    ['/home/ada/.config/Plimsoll', '~/.config/Plimsoll', 'own-folder'],
    ['/home/ada/.config/Plimsoll/ledger.json', '~/.config/Plimsoll/ledger.json', 'ledger'],
    [
      '/home/ada/.config/Plimsoll/ledger.json.lock',
      '~/.config/Plimsoll/ledger.json.lock',
      'own-lock',
    ],
    [
      '/home/ada/.config/Plimsoll/activity/0123456789abcdef.index',
      '~/.config/Plimsoll/activity/….index',
      'activity-index',
    ],
    ['/home/ada/.config/Plimsoll/trust.json', '~/.config/Plimsoll/trust.json', 'trust'],
    ['/home/ada/.config/Plimsoll/updates.json', '~/.config/Plimsoll/updates.json', 'update-note'],
    ['/home/ada/.config/Plimsoll/settings.json', '~/.config/Plimsoll/settings.json', 'settings'],
    [
      '/home/ada/.config/Plimsoll/history/0123456789abcdef.json',
      '~/.config/Plimsoll/history/….json',
      'history',
    ],
    [
      '/home/ada/.config/Plimsoll/readings/0123456789abcdef.json',
      '~/.config/Plimsoll/readings/….json',
      'reading',
    ],
    ['/home/ada/.config/Plimsoll/logs/plimsoll.log', '~/.config/Plimsoll/logs/plimsoll.log', 'log'],
  ])('%s is %s: %s', (file, target, purpose) => {
    expect(nameFile(file, LINUX)).toEqual({ target, purpose, isTemp: false });
  });

  test('a file on its way to become one of ours is that one', () => {
    const name = '/home/ada/.config/Plimsoll/ledger.json.0123456789ab.tmp';
    const target = '~/.config/Plimsoll/ledger.json';
    expect(nameFile(name, LINUX)).toEqual({ target, purpose: 'ledger', isTemp: true });
    // Beside the sign-in it is somebody else's file.
    expect(nameFile('/home/ada/.codex/x.0123456789ab.tmp', LINUX).isTemp).toBe(false);
  });

  test.each<[string, string, Purpose]>([
    ['C:\\Users\\Ada\\.codex\\auth.json', '~\\.codex\\auth.json', 'sign-in'],
    [
      `${WINDOWS.plimsollHome}\\ledger.json`,
      '~\\AppData\\Roaming\\Plimsoll\\ledger.json',
      'ledger',
    ],
    ['D:\\codex\\auth.json.lock', 'D:\\codex\\auth.json.lock', 'codex-lock'],
  ])('on Windows, %s is %s: %s', (file, target, purpose) => {
    expect(nameFile(file, WINDOWS)).toMatchObject({ target, purpose });
  });

  test('without a home nothing is below it', () => {
    expect(nameFile('/x/y', { ...LINUX, homeDirectory: '' }).target).toBe('/x/y');
    expect(nameFile('/x/y', { ...LINUX, homeDirectory: '/' }).target).toBe('/x/y');
  });
});

describe('maskedName', () => {
  test.each([
    ['~/.codex/auth.json', '~/.codex/auth.json'],
    ['chatgpt.com', 'chatgpt.com'],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['[::1]:8080', '[::1]:8080'],
    ['/a/fake.person@example.invalid/b', '/a/…/b'],
    ['/a/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/b', '/a/…/b'],
    ['/a/deadbeefcafe/b', '/a/…/b'],
    ['a\u202eb\u0000c\nd', 'abcd'],
    [
      '/usr/share/a-name-without-any-figure-in-it-at-all',
      '/usr/share/a-name-without-any-figure-in-it-at-all',
    ],
  ])('%j is shown as %j', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
  });

  test('is short, and the same when it is masked again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500, unit: 'binary' }), (name) => {
        const masked = maskedName(name);
        expect(masked.length).toBeLessThanOrEqual(NAME_MAX_LENGTH);
        expect(maskedName(masked)).toBe(masked);
      }),
    );
  });

  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
  const token = fc
    .array(fc.constantFrom(...letters), { minLength: 32, maxLength: 80 })
    .map((all) => all.join(''))
    .filter((text) => /\d/.test(text));

  test('never shows a piece of a token, wherever it stands in a path', () => {
    fc.assert(
      fc.property(token, fc.array(token, { maxLength: 2 }), (secret, more) => {
        const jwt = [secret, ...more].join('.');
        for (const name of [`/home/ada/${jwt}/auth.json`, `/x/rt_${jwt}`, jwt, `${jwt}.lock`]) {
          const { target } = nameFile(name, LINUX);
          for (let at = 0; at + 12 <= secret.length; at += 1)
            expect(target).not.toContain(secret.slice(at, at + 12));
        }
      }),
    );
  });
});

describe('requests', () => {
  test.each<[string, string, Purpose]>([
    ['GET', '/backend-api/wham/usage', 'usage'],
    ['GET', '/api/codex/usage', 'usage'],
    ['GET', '/backend-api/wham/rate-limit-reset-credits', 'reset-list'],
    ['POST', '/oauth/token', 'renewal'],
    ['GET', '/', 'other-request'],
  ])('%s %s: %s', (method, path, purpose) => {
    expect(requestPurpose(method, path)).toBe(purpose);
  });

  test.each([
    [200, 'answered'],
    [304, 'answered'],
    [400, 'declined'],
    [401, 'declined'],
    [403, 'declined'],
    [429, 'must-wait'],
    [500, 'server-trouble'],
    [503, 'server-trouble'],
  ])('status %i: %s', (status, result) => {
    expect(resultOfStatus(status)).toBe(result);
  });
});
