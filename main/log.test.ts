import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exampleAuthFile } from './core/examples.ts';
import { createLog, type LogLevel, logLevelOf } from './log.ts';

const root = mkdtempSync(path.join(tmpdir(), 'plimsoll-log-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

function open(level: LogLevel = 'info') {
  folders += 1;
  const folder = path.join(root, `${folders}`, 'logs');
  const log = createLog({ folder, level, nowMs: () => 1_795_348_800_123 });
  const file = path.join(folder, 'plimsoll.log');
  return { log, folder, file, text: () => readFileSync(file, 'utf8') };
}

const mode = (file: string): number => statSync(file).mode & 0o777;

describe('createLog', () => {
  test('writes one line per event: time, level, name and fields', () => {
    const { log, text } = open();
    log.info('started', { version: '0.1.0', pid: 7, first: true, kind: null });
    log.error('bug');
    expect(text()).toBe(
      '2026-11-22T12:00:00.123Z info started version="0.1.0" pid=7 first=true kind=null\n' +
        '2026-11-22T12:00:00.123Z error bug\n',
    );
  });

  test('keeps a field on its line, whatever is in it', () => {
    const { log, text } = open();
    log.info('failure', { issue: 'a\n2026 error forged' });
    expect(text().split('\n')).toHaveLength(2);
  });

  test.each([
    ['error', 1],
    ['info', 2],
    ['debug', 3],
  ] as const)('at level %s writes %d of three levels', (level, lines) => {
    const { log, text } = open(level);
    log.error('a');
    log.info('b');
    log.debug('c');
    expect(text().trim().split('\n')).toHaveLength(lines);
  });

  test('is private: 0600 in a folder of 0700', () => {
    const { log, folder, file } = open();
    log.info('started');
    expect([mode(folder), mode(file)]).toEqual([0o700, 0o600]);
  });

  test('has at most two files of about 1 MiB, and the newest line is in the first', () => {
    const { log, folder, file, text } = open();
    log.info('first');
    for (const round of [1, 2, 3]) {
      writeFileSync(file, 'x'.repeat(1024 * 1024 + 1));
      log.info('round', { round });
    }
    expect(readdirSync(folder).toSorted()).toEqual(['plimsoll.1.log', 'plimsoll.log']);
    expect(text()).toContain('round=3');
    expect(text().length).toBeLessThan(100);
    expect(mode(path.join(folder, 'plimsoll.1.log'))).toBe(0o600);
  });

  test('logs nowhere, when there is no folder', () => {
    const log = createLog({ folder: null, level: 'debug', nowMs: () => 0 });
    expect(() => log.info('started')).not.toThrow();
  });

  test('loses the line and nothing else, when the place cannot be written', () => {
    folders += 1;
    const blocker = path.join(root, `${folders}`);
    writeFileSync(blocker, '');
    const log = createLog({ folder: path.join(blocker, 'logs'), level: 'info', nowMs: () => 0 });
    expect(() => log.info('started')).not.toThrow();
    expect(existsSync(path.join(blocker, 'logs'))).toBe(false);
  });

  test('tells of every line that it wrote, or could not, and of no other', () => {
    const seen: (readonly [string, boolean])[] = [];
    const { folder, file } = open();
    const onWrite = (...each: (typeof seen)[number]) => void seen.push(each);
    const log = createLog({ folder, level: 'info', nowMs: () => 0, onWrite });
    log.info('started');
    log.debug('unwanted');
    rmSync(file);
    mkdirSync(file);
    log.error('bug');
    expect(seen).toEqual([
      [file, true],
      [file, false],
    ]);
  });

  test('loses the line and nothing else, when the log is a folder', () => {
    const { log, file } = open();
    mkdirSync(file, { recursive: true });
    expect(() => log.info('started')).not.toThrow();
    expect(readdirSync(file)).toEqual([]);
  });
});

describe('the filter for secrets', () => {
  const { access_token: jwt, refresh_token: refreshToken } = exampleAuthFile.tokens;
  const long = 'MARKaccess0123456789MARKaccess0123456789';

  test.each([
    ['a JWT', jwt],
    ['a JWT in a sentence', `rejected: ${jwt} (401)`],
    ['a bearer value', `authorization: Bearer ${refreshToken}`],
    ['a long run of token letters', long],
    ['a long run in JSON', JSON.stringify({ token: long })],
    ['a secret that starts just before the cut', `${'a b '.repeat(46)}${long}`],
    ['a secret across the cut', `${'a b '.repeat(49)}${long}`],
  ])('removes %s, and every 12 characters of it', (_name, value) => {
    const { log, text } = open();
    log.error('failure', { value });
    const written = text();
    expect(written).toContain('failure value=');
    for (const secret of [jwt, refreshToken, long]) {
      for (let at = 0; at + 12 <= secret.length; at += 1) {
        expect(written).not.toContain(secret.slice(at, at + 12));
      }
    }
  });

  test('cuts a field to 200 characters', () => {
    const { log, text } = open();
    log.error('failure', { issue: 'word '.repeat(1_000) });
    expect(text().length).toBeLessThan(260);
  });

  test('lets through what a log is for', () => {
    const { log, text } = open();
    log.info('failure', { kind: 'unexpected-body', issue: 'rate_limit: expected object' });
    expect(text()).toContain('kind="unexpected-body" issue="rate_limit: expected object"');
  });
});

test('logLevelOf: is info, unless the person named another level', () => {
  expect(['error', 'info', 'debug', 'DEBUG', '', undefined].map(logLevelOf)).toEqual([
    'error',
    'info',
    'debug',
    'info',
    'info',
    'info',
  ]);
});
