import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleAuthFile } from './examples.ts';
import {
  decideSettling,
  type FileNow,
  formatJournalHeader,
  formatReceived,
  grantOfJournal,
  JOURNAL_ROOM_BYTES,
  type JournalHeader,
  mayBePieceOf,
  parseJournal,
  type Settling,
} from './journal.ts';

const header: JournalHeader = {
  version: 1,
  parent: '0123456789abcdef',
  account: 'fedcba9876543210',
  sentAtMs: 1_795_348_800_000,
  document: JSON.stringify(exampleAuthFile, null, 2),
};
const answer = '{\n  "access_token": "at-1",\n  "refresh_token": "rt-1",\n  "id_token": "id-1"\n}';
const padding = ' '.repeat(JOURNAL_ROOM_BYTES);

/** The file after a text was written over its beginning, as one would find it on the disk. */
function written(text: string, over: string = padding): string {
  return text + over.slice(text.length);
}
const file = (received: string) => formatJournalHeader(header) + written(received);
const refreshTokenIn = (text: string): string | null =>
  grantOfJournal(parseJournal(text))?.refreshToken?.reveal() ?? null;

describe('parseJournal', () => {
  test.each([
    ['padding', padding],
    ['nothing', ''],
    ['less padding, since the disk was full', '    '],
  ])('a journal: is sending, when %s follows the header', (_name, rest) => {
    const journal = parseJournal(formatJournalHeader(header) + rest);
    expect(journal).toEqual({ state: 'sending', header });
    expect(grantOfJournal(journal)).toBeNull();
  });

  test.each([
    ['a grant', answer],
    ['nothing', ''],
    ['lines, spaces and other scripts', ' a\n\n{"b": "ü 😀"}  \n'],
    ['more than the padding', 'x'.repeat(JOURNAL_ROOM_BYTES + 9)],
  ])('a journal: is received, when the answer is whole: %s', (_name, body) => {
    const journal = parseJournal(file(formatReceived(body)));
    expect(journal).toEqual({ state: 'received', header, answer: body });
  });

  test('a journal: is torn, when a part of the header is missing', () => {
    const line = formatJournalHeader(header);
    expect(parseJournal('')).toEqual({ state: 'torn', header: null, text: '' });
    const half = line.slice(0, 70);
    expect(parseJournal(half)).toEqual({ state: 'torn', header: null, text: half });
    const hole = written(line.slice(0, 9), ' '.repeat(60)) + line.slice(60);
    expect(parseJournal(`${hole}rest`)).toEqual({ state: 'torn', header: null, text: 'rest' });
  });

  test.each([
    ['version 2', { ...header, version: 2 }],
    ['no parent', { ...header, parent: undefined }],
    ['a document that is no text', { ...header, document: {} }],
    ['no object', 7],
  ])('a journal: is torn, when its header has %s', (_name, odd) => {
    expect(parseJournal(`${JSON.stringify(odd)}\n   `)).toMatchObject({
      state: 'torn',
      header: null,
    });
  });

  test('a journal: is torn, when a block in the middle of the answer is missing', () => {
    const received = formatReceived(answer);
    const at = received.indexOf('rt-1');
    const torn = `${received.slice(0, at)}    ${received.slice(at + 4)}`;
    const journal = parseJournal(file(torn));
    expect(journal).toEqual({ state: 'torn', header, text: written(torn) });
  });

  test('a journal: survives being written and read, whatever was in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    const headers = fc.record({ parent: text, account: text, sentAtMs: fc.nat(), document: text });
    fc.assert(
      fc.property(headers, text, (given, body) => {
        const full = { version: 1, ...given } as const;
        const line = formatJournalHeader(full);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(parseJournal(`${line}  `)).toEqual({ state: 'sending', header: full });
        expect(parseJournal(`${line}${formatReceived(body)}  `)).toEqual({
          state: 'received',
          header: full,
          answer: body,
        });
      }),
      { numRuns: 10_000 },
    );
  }, 20_000);

  test('a text of any kind: is a journal of some state, and never throws', () => {
    const good = file(formatReceived(answer)).slice(0, 4_000);
    const mutated = fc
      .tuple(fc.nat(good.length), fc.nat(600), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, drop, add]) => good.slice(0, at) + add + good.slice(at + drop));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' })), (text) => {
        const journal = parseJournal(text);
        if (journal.state === 'received') expect(journal.answer).toBe(answer);
        grantOfJournal(journal);
      }),
      { numRuns: 10_000 },
    );
  }, 20_000);
});

describe('grantOfJournal', () => {
  test('a cut write: gives the token once it is complete, and never the parent', () => {
    const received = formatReceived(answer);
    const completeFrom = received.indexOf('"rt-1"') + '"rt-1"'.length;
    for (let length = 0; length <= received.length; length += 1) {
      const token = refreshTokenIn(file(received.slice(0, length)));
      expect(token).toBe(length >= completeFrom ? 'rt-1' : null);
    }
  });

  test('missing blocks: leave that token or none, and never the one in the document', () => {
    const whole = file(formatReceived(answer)).slice(0, 5_000);
    const size = 512;
    for (let from = 0; from < whole.length; from += 7) {
      const torn = whole.slice(0, from) + ' '.repeat(size) + whole.slice(from + size);
      expect(['rt-1', null]).toContain(refreshTokenIn(torn));
    }
  });

  test.each([
    ['none of a refusal', '{"error":{"code":"refresh_token_reused"}}', null],
    ['none of an echo', '{"error":{"request":{"refresh_token":"rt-0"}}}', null],
    ['none of a page', '<html>', null],
    ['none of nothing', '', null],
    ['the one of an answer that was cut on its way', answer.slice(0, 60), 'rt-1'],
  ])('a received answer: gives %s', (_name, body, expected) => {
    expect(refreshTokenIn(file(formatReceived(body)))).toBe(expected);
  });

  test('a received answer: gives an access token alone, when it is whole and not rotating', () => {
    const received = (body: string) =>
      grantOfJournal(parseJournal(file(formatReceived(body))))?.accessToken?.reveal();
    expect(received('{"access_token":"at-1"}')).toBe('at-1');
    expect(received('{"access_token":"at-1",')).toBeUndefined();
  });

  test('a torn journal: shows no token, when it is printed', () => {
    const grant = grantOfJournal(parseJournal(file(formatReceived(answer).slice(0, -1))));
    expect(grant).not.toBeNull();
    expect(JSON.stringify(grant)).not.toMatch(/rt-1|at-1/);
  });
});

test.each<['sending' | 'received', FileNow, Settling]>([
  ['sending', 'has-parent', 'mark-sent'],
  ['sending', 'has-granted', 'remove'],
  ['sending', 'other-token', 'remove'],
  ['sending', 'other-account', 'remove'],
  ['sending', 'none', 'remove'],
  // Half a file may still turn out to have the parent.
  ['sending', 'unreadable', 'keep'],
  ['received', 'has-parent', 'publish'],
  ['received', 'has-granted', 'remove'],
  ['received', 'other-token', 'remove'],
  ['received', 'other-account', 'remove'],
  ['received', 'none', 'remove'],
  ['received', 'unreadable', 'keep'],
])('decideSettling: a journal that is %s, over a file that is %s, means %s', (state, now, step) => {
  expect(decideSettling(state, now)).toBe(step);
});

const WHOLE = '{"tokens": {"refresh_token": "rt_FAKE_a", "account_id": "acct-a"}}';
test.each([
  ['nothing', '', true],
  ['blocks that were lost', '\0\0\0\n', true],
  ['its beginning', WHOLE.slice(0, 40), true],
  ['the beginning of its other spelling', '{ "tokens":{"account_id" : "acct-a", "refr', true],
  ['a token cut short', '{"tokens": {"refresh_token": "rt_OTH', true],
  ['another token', '{"tokens": {"refresh_token": "rt_FAKE_b", "acc', false],
  ['another account', '{"tokens": {"account_id": "acct-b", ', false],
  ['no JSON', 'PK\u0003\u0004', false],
])('mayBePieceOf: is right about %s', (_name, text, expected) => {
  expect(mayBePieceOf(text, WHOLE)).toBe(expected);
});
