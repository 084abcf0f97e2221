import { expect, test } from 'vitest';
import { type HttpAnswer, readUsageAnswer, retryAtMs, type UsageAnswer } from './answers.ts';
import type { Failure } from './failure.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const nowMs = 1_795_348_800_000;
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const challenge = { ...json, 'cf-mitigated': 'challenge' };
const rejected: UsageAnswer = { kind: 'rejected' };
const failed = (failure: Failure): UsageAnswer => ({ kind: 'failed', failure });
const portal = failed({ kind: 'captive-portal' });
const notJson = failed({ kind: 'unexpected-body', issue: 'the answer: expected JSON' });
const blocked = failed({ kind: 'blocked' });
const usage = (body: unknown, etag: string | null = null): UsageAnswer => ({
  kind: 'usage',
  body,
  etag,
});

type Row = readonly [string, number, HttpAnswer['headers'], string, UsageAnswer];

const rows: readonly Row[] = [
  ['numbers, with JSON', 200, json, '{"a":1}', usage({ a: 1 })],
  ['numbers with an ETag', 200, { ...json, etag: 'W/"7"' }, '{}', usage({}, 'W/"7"')],
  ['numbers, with JSON and no type', 200, {}, '[1]', usage([1])],
  ['numbers, with JSON of another type', 200, { 'content-type': 'text/plain' }, '{}', usage({})],
  ['a portal, with HTML', 200, html, '<html>', portal],
  ['a portal, with JSON said to be HTML', 200, html, '{}', portal],
  ['a portal, with a page of no type', 200, {}, '  <html>', portal],
  ['a portal, with a plain text page', 200, { 'content-type': 'text/plain' }, 'Hello', portal],
  ['an unexpected body, with half JSON', 200, json, '{"a":', notJson],
  ['an unexpected body, with nothing', 200, {}, '', notJson],
  [
    'an unexpected body, with half problem+json',
    200,
    { 'content-type': 'application/problem+json' },
    '{',
    notJson,
  ],
  ['not modified', 304, {}, '', { kind: 'not-modified' }],
  ['about the token, when 401 with JSON', 401, json, '{"detail":"x"}', rejected],
  ['about the token, when 401 with nothing', 401, {}, ' \n', rejected],
  ['a wall, when 401 in HTML', 401, html, '<html>', blocked],
  ['a wall, when 401 in plain text', 401, {}, 'Unauthorized', blocked],
  ['a wall, when 401 with the challenge marker', 401, challenge, '{}', blocked],
  ['a wall, when 403 in HTML', 403, html, '<html>', blocked],
  ['a wall, when 403 with nothing', 403, {}, '', blocked],
  ['a wall, when 403 with the challenge marker', 403, challenge, '{}', blocked],
  ['blocked, when 451', 451, json, '{}', blocked],
  ['the proxy, when 407', 407, html, '', failed({ kind: 'proxy-sign-in' })],
  ['the proxy, when 511', 511, html, '', failed({ kind: 'proxy-sign-in' })],
  ['a redirect, when 302', 302, html, '', failed({ kind: 'unexpected-status', status: 302 })],
  ['unknown, when 404', 404, json, '{}', failed({ kind: 'unexpected-status', status: 404 })],
  ['unknown, when 204', 204, {}, '', failed({ kind: 'unexpected-status', status: 204 })],
  ['their trouble, when 500', 500, json, '{}', failed({ kind: 'server-error', status: 500 })],
  ['their trouble, when 503', 503, html, '<h1>', failed({ kind: 'server-error', status: 503 })],
  ['too often, when 429', 429, json, '{}', failed({ kind: 'rate-limited', retryAtMs: null })],
  [
    'too often until a moment, when 429 says so',
    429,
    { ...json, 'retry-after': '120' },
    '{}',
    failed({ kind: 'rate-limited', retryAtMs: nowMs + 2 * MINUTE_MS }),
  ],
];

test.each(rows)('readUsageAnswer: is %s', (_name, status, headers, body, expected) => {
  const answer = { status, headers, body };
  expect(readUsageAnswer(answer, { nowMs, accessTokenDoubtful: true })).toEqual(expected);
});

test.each([
  ['about the token, when that has expired or cannot be read', true, rejected],
  ['a refusal, when the token is still good', false, blocked],
])('readUsageAnswer: 403 with JSON is %s', (_name, accessTokenDoubtful, expected) => {
  const answer = { status: 403, headers: json, body: '{}' };
  expect(readUsageAnswer(answer, { nowMs, accessTokenDoubtful })).toEqual(expected);
});

test.each([
  ['120', nowMs + 120 * SECOND_MS],
  [' 7 ', nowMs + 7 * SECOND_MS],
  ['1.2', nowMs + 2 * SECOND_MS],
  ['Sun, 22 Nov 2026 12:10:00 GMT', nowMs + 10 * MINUTE_MS],
  ['999999999', nowMs + 24 * HOUR_MS],
  ['Sun, 22 Nov 2099 12:10:00 GMT', nowMs + 24 * HOUR_MS],
  ['0', null],
  ['-5', null],
  ['Sun, 22 Nov 2026 11:59:59 GMT', null],
  ['9'.repeat(400), null],
  ['soon', null],
  ['', null],
])('retryAtMs: reads Retry-After "%s"', (header, expected) => {
  expect(retryAtMs({ status: 429, headers: { 'retry-after': header }, body: '' }, nowMs)).toBe(
    expected,
  );
});

test('retryAtMs: is unknown, when there is no header', () => {
  expect(retryAtMs({ status: 429, headers: {}, body: '' }, nowMs)).toBeNull();
});
