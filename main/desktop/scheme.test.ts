import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchemeHandler, POPOVER_URL, SCHEME_PRIVILEGES, servedPath } from './scheme.ts';

const root = mkdtempSync(path.join(tmpdir(), 'plimsoll-scheme-'));
const folder = path.join(root, 'renderer');
const handle = createSchemeHandler(folder);

beforeAll(() => {
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'assets', 'index-a1_B2.js'), 'x');
  writeFileSync(path.join(folder, 'assets', 'index-a1_B2.css'), 'x');
  writeFileSync(path.join(folder, 'assets', 'index-a1_B2.js.map'), '{}');
  writeFileSync(path.join(root, 'secret.js'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true }));

/** Source: reliability.md §8, row 7. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'",
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
].join('; ');

const ask = (url: string, init?: RequestInit) => handle(new Request(url, init));

describe('the handler', () => {
  test.each([
    [POPOVER_URL, 'text/html; charset=utf-8'],
    ['plimsoll://panel/assets/index-a1_B2.js', 'text/javascript; charset=utf-8'],
    ['plimsoll://panel/assets/index-a1_B2.css', 'text/css; charset=utf-8'],
  ])('serves %s as %s, with the policy', async (url, type) => {
    const answer = await ask(url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test.each([
    ['a file that is not there', 'plimsoll://panel/other.html'],
    ['the root', 'plimsoll://panel/'],
    ['no path', 'plimsoll://panel'],
    ['a folder', 'plimsoll://panel/assets'],
    ['a folder with a slash', 'plimsoll://panel/assets/'],
    ['a kind of file that is not for the popover', 'plimsoll://panel/assets/index-a1_B2.js.map'],
    ['a query', 'plimsoll://panel/index.html?x=1'],
    ['another host', 'plimsoll://other/index.html'],
    ['another host that begins like ours', 'plimsoll://panel.evil.example/index.html'],
    ['a port', 'plimsoll://panel:8080/index.html'],
    ['no host', 'plimsoll:/index.html'],
    ['another scheme', 'https://panel/index.html'],
    ['a file address', 'file:///etc/passwd'],
    ['traversal', 'plimsoll://panel/../secret.js'],
    ['traversal in the middle', 'plimsoll://panel/assets/../../secret.js'],
    ['encoded traversal', 'plimsoll://panel/%2e%2e/secret.js'],
    ['encoded slashes', 'plimsoll://panel/..%2fsecret.js'],
    ['backslashes', 'plimsoll://panel/..\\secret.js'],
    ['encoded backslashes', 'plimsoll://panel/..%5csecret.js'],
    ['a double slash', 'plimsoll://panel//index.html'],
    ['an absolute path', 'plimsoll://panel//etc/passwd.js'],
    ['a NUL', 'plimsoll://panel/index.html%00.js'],
    ['a hidden file', 'plimsoll://panel/.secret.js'],
    ['another folder', 'plimsoll://panel/other/index.html'],
  ])('answers 404 with the policy and nothing else, to %s', async (_name, url) => {
    const answer = await ask(url);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
    expect(answer.headers.get('content-security-policy')).toBe(POLICY);
  });

  test.each(['POST', 'HEAD', 'PUT', 'DELETE'])('answers 404 to %s', async (method) => {
    expect((await ask(POPOVER_URL, { method })).status).toBe(404);
  });
});

test('servedPath: is nothing, when the address is none', () => {
  expect(servedPath('not an address')).toBeNull();
  expect(servedPath('')).toBeNull();
});

test('SCHEME_PRIVILEGES: standard and secure, and nothing that is not needed', () => {
  expect(SCHEME_PRIVILEGES.privileges).toEqual({
    standard: true,
    secure: true,
    supportFetchAPI: false,
  });
});
