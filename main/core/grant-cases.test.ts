import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, succeed } from './failure.ts';
import { readExchangeAnswer } from './grant.ts';

const all = JSON.parse(readFileSync(join(import.meta.dirname, 'samples/cases.json'), 'utf8'));
const cases = all.filter((entry: { kind: string }) => entry.kind === 'refresh-error');
const reasons: Record<string, string> = {
  refresh_token_reused: 'refresh-reused',
  invalid_grant: 'refresh-revoked',
};
/** Source: reading-rules.md 33; the other classes are called as our kinds are. */
const kinds: Record<string, string> = {
  transient: 'server-error',
  'bad-response': 'unexpected-body',
};

/** What a case's class means here, by reading-rules.md 33. */
function inOurTerms(expected: { class?: string; code?: string }): object {
  const { class: name, code } = expected;
  if (name === undefined) return { kind: 'grant' };
  if (name !== 'relogin')
    return { failure: expect.objectContaining({ kind: kinds[name] ?? name }) };
  // Why: the case without a code accepts request-rejected, which is the reason `rejected`.
  return { kind: 'refused', reason: reasons[code ?? ''] ?? 'rejected' };
}

test('cases.json: has the cases of the exchange', () => {
  expect(cases.length).toBe(9);
});

for (const { name, input, expected } of cases) {
  test(name, () => {
    const { networkError, status, headers = {}, body, rawBody } = input.response;
    const tls = { kind: 'tls', clockOffByMs: null } as const;
    const answer = networkError
      ? fail({ failure: tls, maybeSent: false, partialBody: null })
      : succeed({ status, headers, body: rawBody ?? JSON.stringify(body) });
    const read = readExchangeAnswer(answer, { nowMs: input.now * 1000 });
    expect(read).toMatchObject(inOurTerms(expected));
    // What is not final goes on by itself.
    expect(read.kind === 'refused').toBe(expected.retryAutomatically === false);
  });
}
