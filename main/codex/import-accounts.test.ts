// Facts about importing: which places sections become, what is refused, and that no token reaches a disk.

import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePlace, type TestEnd, textsBelow } from '../testing/place.ts';
import { createAccountsFile } from './accounts-file.ts';
import { importAccounts } from './import-accounts.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';

const TOKEN = 'MARK-access-0123456789abcdef';

async function importing(end: TestEnd) {
  const place = await makePlace(end);
  const { folder, codexHome, plimsollHome } = place;
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  const accountsFile = createAccountsFile({ ...nodePorts, locks, plimsollHome });
  const file = path.join(folder, 'accounts.ini');
  const context = {
    files: nodePorts.files,
    accountsFile,
    ownHome: codexHome,
    homeDirectory: folder,
  };
  return {
    ...place,
    file,
    accountsFile,
    run: () => importAccounts(context, file),
    async take(text: string | Uint8Array) {
      await writeFile(file, text);
      return importAccounts(context, file);
    },
  };
}

async function makeHome(folder: string, name = 'auth.json'): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), '{}');
}

test('importAccounts: a home, a file of another name, a token, each becomes what it is', async (end) => {
  const { folder, plimsollHome, accountsFile, take } = await importing(end);
  await makeHome(path.join(folder, '.codex-work'));
  await makeHome(path.join(folder, 'more'), 'lab.json');
  const imported = await take(
    [
      '[work]\nauth_file=~/.codex-work/auth.json\nsessions_dir=more/sessions',
      '[lab]\nauth_file=more/lab.json',
      `[ci]\naccess_token=${TOKEN}\naccount_id=acct-ci`,
    ].join('\n'),
  );
  const outcomes = imported.ok ? imported.value.map(({ outcome }) => outcome) : imported.failure;
  expect(outcomes).toEqual(['added', 'added', 'for-now']);
  const signIns = imported.ok ? imported.value.map(({ signIn }) => signIn?.accountHeader) : [];
  expect(signIns).toEqual([undefined, undefined, 'acct-ci']);
  expect(
    (await accountsFile.load()).map(({ name, place, sessionsDir }) => [name, place, sessionsDir]),
  ).toEqual([
    [
      'work',
      { kind: 'home', folder: path.join(folder, '.codex-work') },
      path.join(folder, 'more/sessions'),
    ],
    ['lab', { kind: 'auth-file', authFile: path.join(folder, 'more/lab.json') }, null],
    ['ci', { kind: 'token' }, null],
  ]);
  expect((await textsBelow(plimsollHome)).join('\n')).not.toContain(TOKEN.slice(0, 12));
});

test('importAccounts: knows Codex’s own home, whatever leads to it, and what was imported before', async (end) => {
  const { folder, codexHome, take } = await importing(end);
  await makeHome(codexHome);
  await makeHome(path.join(folder, 'other'));
  await symlink(codexHome, path.join(folder, 'link'));
  const text =
    '[a]\nauth_file=link/auth.json\n[b]\nauth_file=other/auth.json\n[c]\nauth_file=nowhere/auth.json';
  const outcomesOf = async () => {
    const imported = await take(text);
    return imported.ok && imported.value.map(({ outcome }) => outcome);
  };
  expect(await outcomesOf()).toEqual(['already-known', 'added', 'no-such-file']);
  expect(await outcomesOf()).toEqual(['already-known', 'already-known', 'no-such-file']);
});

test.each<[string, string | Uint8Array, object]>([
  ['huge', 'x'.repeat(256 * 1024 + 1), { kind: 'too-large', line: null }],
  [
    'no UTF-8',
    new Uint8Array([0x5b, 0x61, 0x5d, 0x0a, 0xff, 0xfe]),
    { kind: 'not-text', line: null },
  ],
  ['UTF-16', Buffer.from('[a]\nauth_file=x', 'utf16le'), { kind: 'not-text', line: null }],
  ['wrong at its end', '[a]\nauth_file=auth.json\nnonsense', { kind: 'not-understood', line: 3 }],
])('importAccounts: takes nothing of a file that is %s', async (_, text, failure) => {
  const ended: (() => unknown)[] = [];
  const { accountsFile, take } = await importing({
    onTestFinished: (act) => void ended.push(() => act),
  });
  expect(await take(text)).toEqual({ ok: false, failure });
  expect(await accountsFile.load()).toEqual([]);
});

test('importAccounts: says that a file is missing, or may not be read', async (end) => {
  const { file, run } = await importing(end);
  expect(await run()).toEqual({ ok: false, failure: { kind: 'missing', line: null } });
  await mkdir(file);
  expect(await run()).toEqual({ ok: false, failure: { kind: 'unreadable', line: null } });
  await chmod(file, 0o700);
});
