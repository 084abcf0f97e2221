import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from './answers.ts';
import { type Failure, fail, succeed } from './failure.ts';
import {
  type ExchangeAnswer,
  parseGrant,
  readExchangeAnswer,
  rescueGrant,
  type TokenGrant,
} from './grant.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

const nowMs = 1_795_348_800_000;
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const challenge = { ...json, 'cf-mitigated': 'challenge' };
const text = { 'content-type': 'text/plain' };

/** A grant as access, refresh and id token. */
function revealed(grant: TokenGrant | null) {
  if (grant === null) return null;
  const { accessToken, refreshToken, idToken } = grant;
  return [accessToken, refreshToken, idToken].map((secret) => secret?.reveal() ?? null);
}

/** An answer in few words: what it is, and the tokens, the reason or the failure. */
function inShort(answer: ExchangeAnswer) {
  if (answer.kind === 'grant') return ['grant', ...(revealed(answer.grant) ?? [])];
  if (answer.kind === 'refused') return ['refused', answer.reason];
  return [answer.kind, answer.failure];
}

const refused = (reason: string) => ['refused', reason];
const notSent = (failure: Failure) => ['not-sent', failure];
const unknown = (failure: Failure) => ['unknown', failure];
const blocked: Failure = { kind: 'blocked' };
const offline: Failure = { kind: 'offline' };
const proxy: Failure = { kind: 'proxy-sign-in' };
const portal: Failure = { kind: 'captive-portal' };
const noToken: Failure = { kind: 'unexpected-body', issue: 'the answer: expected a token' };
const notJson: Failure = { kind: 'unexpected-body', issue: 'the answer: expected JSON' };
const status = (code: number): Failure => ({ kind: 'unexpected-status', status: code });
const trouble = (code: number): Failure => ({ kind: 'server-error', status: code });
const limited = (waitMs: number): Failure => ({ kind: 'rate-limited', retryAtMs: nowMs + waitMs });
const coded = (code: string) => JSON.stringify({ error: { code } });

const grantText = '{"access_token":"at-1","refresh_token":"rt-1","id_token":"id-1"}';
const cut = grantText.slice(0, grantText.indexOf('id_token'));
const wholeGrant = ['grant', 'at-1', 'rt-1', 'id-1'];
const cutGrant = ['grant', 'at-1', 'rt-1', null];

type Row = readonly [string, number, HttpAnswer['headers'], string, readonly unknown[]];

const rows: readonly Row[] = [
  // Never reached the application.
  ['not sent, when 407', 407, html, '<html>', notSent(proxy)],
  ['not sent, when 407 in JSON with a code', 407, json, coded('invalid_grant'), notSent(proxy)],
  ['not sent, when 511', 511, html, '<html>', notSent(proxy)],
  ['not sent, when 302', 302, html, '', notSent(status(302))],
  ['not sent, when 308 in JSON', 308, json, '{}', notSent(status(308))],
  ['not sent, when 403 with the marker', 403, challenge, '{}', notSent(blocked)],
  ['not sent, when 401 with the marker', 401, challenge, '{}', notSent(blocked)],
  ['not sent, when 400 in HTML', 400, html, '<html>', notSent(status(400))],
  ['not sent, when 401 in HTML', 401, html, '<html>', notSent(blocked)],
  ['not sent, when 403 in HTML of no type', 403, {}, ' <html>', notSent(blocked)],
  ['not sent, when 404 in HTML', 404, html, '<html>', notSent(status(404))],
  ['not sent, when 200 in HTML', 200, html, '<html>', notSent(portal)],
  ['not sent, when 200 is a page of no type', 200, {}, '\n<!doctype html>', notSent(portal)],
  // Too often.
  ['not sent, when 429', 429, json, '{}', notSent(limited(15 * MINUTE_MS))],
  ['not sent, when 429 in HTML', 429, html, '<html>', notSent(limited(15 * MINUTE_MS))],
  ['not sent, when 429 with nothing', 429, {}, '', notSent(limited(15 * MINUTE_MS))],
  // A grant.
  ['a grant, when 200 with one', 200, json, grantText, wholeGrant],
  ['a grant, when 200 with one of no type', 200, {}, grantText, wholeGrant],
  ['a grant, when 200 with one called HTML', 200, html, grantText, wholeGrant],
  ['a grant, when 201 with one', 201, json, grantText, wholeGrant],
  ['a grant, when not rotating', 200, json, '{"access_token":"a"}', ['grant', 'a', null, null]],
  ['a grant, when cut behind its refresh token', 200, json, cut, cutGrant],
  // Maybe spent.
  ['unknown, when 200 without any token', 200, json, '{}', unknown(noToken)],
  ['unknown, when 200 with empty ones', 200, json, '{"access_token":""}', unknown(noToken)],
  ['unknown, when 200 with an error', 200, json, coded('refresh_token_reused'), unknown(noToken)],
  ['unknown, when 200 with nothing', 200, json, '', unknown(notJson)],
  ['unknown, when 200 in HTML with nothing', 200, html, '', unknown(notJson)],
  ['unknown, when 200 in plain text', 200, text, 'Hello', unknown(notJson)],
  ['unknown, when cut in its refresh token', 200, json, cut.slice(0, 40), unknown(notJson)],
  ['unknown, when cut before it', 200, json, '{"access_token":"a",', unknown(notJson)],
  ['unknown, when 204', 204, {}, '', unknown(status(204))],
  ['unknown, when 404 in JSON', 404, json, '{}', unknown(status(404))],
  ['unknown, when 415 in JSON', 415, json, coded('invalid_grant'), unknown(status(415))],
  ['unknown, when 451 in JSON', 451, json, '{}', unknown(blocked)],
  ['unknown, when 400 with nothing', 400, {}, '', unknown(status(400))],
  ['unknown, when 401 in plain text', 401, text, 'Unauthorized', unknown(blocked)],
  ['unknown, when 403 with nothing', 403, {}, '', unknown(blocked)],
  ['unknown, when 500 in JSON', 500, json, '{}', unknown(trouble(500))],
  ['unknown, when 500 with a code', 500, json, coded('invalid_grant'), unknown(trouble(500))],
  ['unknown, when 502 in HTML', 502, html, '<html>', unknown(trouble(502))],
  ['unknown, when 503 with the marker', 503, challenge, '', unknown(trouble(503))],
  ['unknown, when 504 with nothing', 504, {}, '', unknown(trouble(504))],
  // Refused for good.
  ['refused, when 400 in JSON', 400, json, coded('invalid_client'), refused('rejected')],
  ['refused, when 401 in JSON', 401, json, '{"error":{"code":7}}', refused('rejected')],
  ['refused, when 403 in JSON', 403, json, coded('invalid_grant'), refused('rejected')],
  ['refused, when 401 with nothing', 401, {}, ' \n', refused('rejected')],
  ['refused, when 401 in HTML with nothing', 401, html, '', refused('rejected')],
];

describe('readExchangeAnswer', () => {
  test.each(rows)('an answer: is %s', (_name, code, headers, body, expected) => {
    const answer = readExchangeAnswer(succeed({ status: code, headers, body }), { nowMs });
    expect(inShort(answer)).toEqual(expected);
  });

  test.each([
    ['refresh_token_reused', 'refresh-reused'],
    ['refresh_token_expired', 'refresh-expired'],
    ['refresh_token_invalidated', 'refresh-revoked'],
    ['invalid_grant', 'refresh-revoked'],
    ['REFRESH_TOKEN_Reused', 'refresh-reused'],
    ['app_session_terminated', 'rejected'],
    ['', 'rejected'],
  ])('a code: %s means %s, wherever it stands', (code, reason) => {
    const bodies = [
      { error: { message: 'x', code } },
      { error: code, error_description: 'x' },
      { error: { code: null, message: 'x' }, code },
      { code },
      { error: { code }, code: 'refresh_token_expired' },
    ];
    const answers = [400, 401].flatMap((code) =>
      bodies.map((body) => ({ status: code, headers: {}, body: JSON.stringify(body) })),
    );
    const short = answers.map((one) => inShort(readExchangeAnswer(succeed(one), { nowMs })));
    expect(short).toEqual(answers.map(() => refused(reason)));
  });

  test.each([403, 404, 429])('a code about the token: is final with status %d too', (code) => {
    const answer = { status: code, headers: json, body: coded('refresh_token_reused') };
    const read = readExchangeAnswer(succeed(answer), { nowMs });
    expect(inShort(read)).toEqual(refused('refresh-reused'));
  });

  test.each([
    ['60', 15 * MINUTE_MS],
    ['901', 901 * SECOND_MS],
    ['7200', 2 * HOUR_MS],
    ['9999999', DAY_MS],
    ['0', 15 * MINUTE_MS],
    ['soon', 15 * MINUTE_MS],
  ])('too often: is obeyed, at least 15 min, when Retry-After is %s', (retryAfter, waitMs) => {
    const answer = { status: 429, headers: { ...json, 'retry-after': retryAfter }, body: '{}' };
    const read = readExchangeAnswer(succeed(answer), { nowMs });
    expect(inShort(read)).toEqual(notSent(limited(waitMs)));
  });

  test.each([
    ['not sent, when no byte left', false, null, notSent(offline)],
    ['not sent, when no byte left, whatever arrived', false, grantText, notSent(offline)],
    ['unknown, when nothing arrived', true, null, unknown(offline)],
    ['unknown, when the cut is in the refresh token', true, cut.slice(0, 40), unknown(offline)],
    ['unknown, when only an access token is whole', true, cut.slice(0, 30), unknown(offline)],
    ['a grant of what is whole', true, cut, cutGrant],
    ['a grant, when only the connection was cut', true, grantText, wholeGrant],
  ])('no answer: is %s', (_name, maybeSent, partialBody, expected) => {
    const answer = fail({ failure: offline, maybeSent, partialBody });
    expect(inShort(readExchangeAnswer(answer, { nowMs }))).toEqual(expected);
  });
});

test.each([
  ['all three', grantText, ['at-1', 'rt-1', 'id-1']],
  [
    'those that are texts',
    '{"access_token":7,"refresh_token":"r","id_token":null}',
    [null, 'r', null],
  ],
  [
    'those that are not empty',
    '{"access_token":"","refresh_token":" ","id_token":"i"}',
    [null, null, 'i'],
  ],
  ['the last of a repeated one', '{"refresh_token":"a","refresh_token":"b"}', [null, 'b', null]],
  [
    'those beside unknown fields',
    '{"scope":"x","expires_in":1,"refresh_token":"r"}',
    [null, 'r', null],
  ],
  ['none of an empty object', '{}', null],
  ['none of a list', '[{"refresh_token":"r"}]', null],
  ['none below the first level', '{"tokens":{"refresh_token":"r"}}', null],
  ['none under __proto__', '{"__proto__":{"refresh_token":"r"}}', null],
  ['none of half an object', grantText.slice(0, -1), null],
])('parseGrant: takes %s', (_name, body, expected) => {
  expect(revealed(parseGrant(body))).toEqual(expected);
});

test.each([
  ['a whole answer', grantText, 'rt-1'],
  ['one that lost its beginning', 'x","refresh_token" :\n "r"', 'r'],
  ['escapes', String.raw`{"refresh_token":"\u0041\"\\\/\n","`, 'A"\\/\n'],
  ['a name behind an escaped backslash', String.raw`{"a":"\\","refresh_token":"r"`, 'r'],
  ['the last of a repeated one', '{"refresh_token":"a","refresh_token":"b"', 'b'],
  ['what stands beside nested ones', '{"e":{"refresh_token":"n"},"refresh_token":"r"', 'r'],
  ['none that is nested', '{"error":{"refresh_token":"n"},', null],
  ['none without its closing quote', '{"refresh_token":"r', null],
  ['none whose last quote is escaped', String.raw`{"refresh_token":"r\"`, null],
  ['none cut in an escape', String.raw`{"refresh_token":"r\u004"`, null],
  ['none with NUL bytes', '{"refresh_token":"r\0\0"}', null],
  ['none with a hole', `{"refresh_token":"r${' '.repeat(512)}s"}`, null],
  ['none behind a hole', `{"refresh_token":${' '.repeat(512)}":"r"}`, null],
  ['none that is empty', '{"refresh_token":""', null],
  ['none that is no text', '{"refresh_token":null,"x":"y"}', null],
  ['none under a longer name', '{"old_refresh_token":"r"}', null],
  ['none that a text talks about', String.raw`{"m":"\"refresh_token\":\"r\""}`, null],
  ['none behind a name with a quote', String.raw`{"m\"refresh_token":"r"}`, null],
])('rescueGrant: finds %s', (_name, damaged, expected) => {
  expect(rescueGrant(damaged)?.refreshToken?.reveal() ?? null).toBe(expected);
});
