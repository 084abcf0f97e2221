// Facts about accounts.ini: what is understood, what is wrong and on which line, and that nothing of a
// token is ever in what is said.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAccountsIni } from './accounts-ini.ts';

const TOKEN = 'MARK-access-0123456789abcdef';

const GOOD = `\uFEFF# my accounts
; and a second comment\r
[work]\r
auth_file = ~/.codex-work/auth.json\r
sessions_dir: "/data/with = and # in it"\r

[ ci ]
ACCESS_TOKEN = '${TOKEN}'
account_id = acct-1
auth_file =
`;

describe('parseAccountsIni: understands', () => {
  test('sections, comments, BOM, CRLF, both signs, both quotes, capitals, blank values', () => {
    const read = parseAccountsIni(GOOD);
    expect(read).toMatchObject({
      ok: true,
      value: [
        {
          name: 'work',
          line: 3,
          authFile: '~/.codex-work/auth.json',
          sessionsDir: '/data/with = and # in it',
          signIn: null,
        },
        { name: 'ci', line: 7, authFile: null, sessionsDir: null },
      ],
    });
    const [, ci] = read.ok ? read.value : [];
    expect(ci?.signIn?.accountHeader).toBe('acct-1');
    expect(ci?.signIn?.tokens.refreshToken).toBeNull();
    expect(ci?.signIn?.mayExchange).toMatchObject({ ok: false, why: 'no-refresh-token' });
    expect(JSON.stringify(read)).not.toContain(TOKEN.slice(0, 12));
  });

  test('a file wins over a token beside it, which is then not even kept for now', () => {
    const read = parseAccountsIni(`[a]\nauth_file=x\naccess_token=${TOKEN}`);
    expect(read).toMatchObject({ value: [{ authFile: 'x', signIn: null }] });
  });

  test('Windows paths, which hold a colon, and names in any script', () => {
    const read = parseAccountsIni('[实验]\nauth_file = C:\\Users\\me\\auth.json');
    expect(read).toMatchObject({ value: [{ name: '实验', authFile: 'C:\\Users\\me\\auth.json' }] });
  });
});

describe('parseAccountsIni: refuses', () => {
  test.each([
    ['', 'no-section', null],
    ['# only a comment', 'no-section', null],
    ['auth_file = x', 'outside-section', 1],
    [`${TOKEN}`, 'not-understood', 1],
    [`[a]\nauth_file=x\n${TOKEN}`, 'not-understood', 3],
    [`[a]\n${TOKEN.replaceAll('-', '_')}=x`, 'not-understood', 2],
    ['[a]\nrefresh_token = x', 'unknown-key', 2],
    ['[a]\nauth_file=x\nauth_file=y', 'duplicate-key', 3],
    ['[a]\nauth_file=x\n[b]\nauth_file=y\n[A]\nauth_file=z', 'duplicate-section', 5],
    ['[default]\nauth_file=x', 'bad-name', 1],
    ['[]\nauth_file=x', 'bad-name', 1],
    [`[${'n'.repeat(41)}]\nauth_file=x`, 'bad-name', 1],
    ['[a\nauth_file=x', 'not-understood', 1],
    ['[a]b]\nauth_file=x', 'not-understood', 1],
    ['[a]\nauth_file="x', 'bad-quotes', 2],
    ['[a]\nauth_file="x" # why', 'bad-quotes', 2],
    ['[a]\nauth_file="', 'bad-quotes', 2],
    ['[a]\n[b]\nauth_file=x', 'empty-section', 1],
    ['[a]\nsessions_dir=x\naccount_id=y', 'empty-section', 1],
    ['[a]\nauth_file=\uFFFD', 'not-text', null],
    ['[\0a\0]', 'not-text', null],
    [
      Array.from({ length: 51 }, (_, at) => `[n${at}]\nauth_file=${at}`).join('\n'),
      'too-many',
      null,
    ],
  ])('%j as %s on line %s', (text, kind, line) => {
    expect(parseAccountsIni(text)).toEqual({ ok: false, failure: { kind, line } });
  });

  test('without a piece of what it could not understand', () => {
    const anyText = fc.array(
      fc.oneof(
        fc.constantFrom('[a]', '[b]', 'access_token=', TOKEN, `x=${TOKEN}`, '"'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(anyText, fc.constantFrom('\n', '\r\n', ' '), (parts, glue) => {
        const read = parseAccountsIni(parts.join(glue));
        if (!read.ok) expect(JSON.stringify(read.failure)).not.toContain(TOKEN.slice(0, 12));
      }),
    );
  });
});
