// Facts about `plimsoll doctor` on staged computers: each names its cause first, says nothing private,
// and is left as it was.

import { chmod, link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runDoctor } from './commands/doctor.ts';
import { exampleAuthFile } from './core/examples.ts';
import { listing } from './testing/place.ts';
import { makeScene, type Scene } from './testing/scene.ts';

const NAME = 'marta-mark';
const HOST = 'secret-host.example';

interface Machine extends Scene {
  readonly home: string;
  readonly env: Record<string, string>;
}

/** A home below a telling name, with a signed-in Codex that is new and found on PATH. */
async function makeMachine(): Promise<Machine> {
  const scene = await makeScene({ onTestFinished });
  const home = path.join(scene.folder, NAME);
  const codexHome = path.join(home, '.codex');
  await scene.signIn();
  await mkdir(home, { mode: 0o700 });
  await rename(scene.codexHome, codexHome);
  const bin = path.join(home, 'bin');
  const program = path.join(home, 'kept/Cellar/codex/0.169.0/bin/codex');
  await mkdir(path.dirname(program), { recursive: true, mode: 0o755 });
  await writeFile(program, Buffer.from('7f454c46', 'hex'), { mode: 0o755 });
  await mkdir(bin);
  await symlink(program, path.join(bin, 'codex'));
  const authFile = path.join(codexHome, 'auth.json');
  await writeFile(
    path.join(codexHome, 'config.toml'),
    `chatgpt_base_url = "${scene.standIn.baseUrl}"\n`,
  );
  const env = { PATH: bin, HOME: home, USER: NAME };
  const plimsollHome = path.join(home, 'plimsoll');
  return { ...scene, home, codexHome, authFile, plimsollHome, env };
}

async function examined(machine: Machine, { isOnline = false, json = true } = {}) {
  const printed: string[] = [];
  const code = await runDoctor({
    context: {
      ...machine,
      platform: 'linux',
      arch: 'x64',
      node: '20.19.0',
      version: '0.1.0',
      uid: process.getuid?.() ?? null,
      homeDirectory: machine.home,
      isHomeChosen: false,
      isOnline,
      root: machine.home,
    },
    json,
    terminal: null,
    print: (text) => printed.push(text),
  });
  return { code, text: printed.join('\n') };
}

const config = ({ codexHome }: Machine, text: string) =>
  writeFile(path.join(codexHome, 'config.toml'), text);
const auth = ({ authFile }: Machine, change: object) =>
  writeFile(authFile, JSON.stringify({ ...exampleAuthFile, ...change }), { mode: 0o600 });
const tokens = (machine: Machine, change: object) =>
  auth(machine, { tokens: { ...exampleAuthFile.tokens, ...change } });

/** What is broken, how, and the check that has to come first. */
const BROKEN: readonly (readonly [
  string,
  (machine: Machine) => Promise<unknown>,
  string,
  RegExp,
])[] = [
  [
    'no home',
    ({ codexHome }) => rm(codexHome, { recursive: true }),
    'codex-home',
    /does not exist/,
  ],
  [
    'a file for a home',
    async ({ codexHome }) => {
      await rm(codexHome, { recursive: true });
      await writeFile(codexHome, '');
    },
    'codex-home',
    /is not a folder/,
  ],
  ['no sign-in', ({ authFile }) => rm(authFile), 'auth-file', /does not exist/],
  ['half a sign-in', ({ authFile }) => writeFile(authFile, '{"tokens":'), 'auth-file', /not whole/],
  [
    'a folder for a sign-in',
    async ({ authFile }) => {
      await rm(authFile);
      await mkdir(authFile);
    },
    'auth-file',
    /not an ordinary file/,
  ],
  ['an API key', (each) => auth(each, { auth_mode: 'apikey' }), 'auth-file', /API key/],
  ['Bedrock', (each) => auth(each, { auth_mode: 'bedrockApiKey' }), 'auth-file', /Bedrock/],
  ['no tokens', (each) => auth(each, { tokens: null }), 'auth-file', /no tokens/],
  [
    'no refresh token',
    (each) => tokens(each, { refresh_token: '' }),
    'renewal',
    /no refresh token/,
  ],
  ['no account id', (each) => tokens(each, { account_id: null }), 'renewal', /account_id/],
  ['config that is no TOML', (each) => config(each, 'x = "sk-MARK'), 'codex-config', /not TOML/],
  [
    'an address that is not safe',
    (each) => config(each, `chatgpt_base_url = "http://${HOST}/"`),
    'codex-config',
    /not safe/,
  ],
  [
    'the keyring',
    (each) => config(each, 'cli_auth_credentials_store = "keyring"'),
    'sign-in-store',
    /keyring/,
  ],
  [
    'a folder for a lock',
    ({ authFile }) => mkdir(`${authFile}.lock`),
    'codex-locks',
    /is a folder/,
  ],
  [
    'a folder for the other lock',
    ({ codexHome }) => mkdir(path.join(codexHome, 'auth.lock')),
    'codex-locks',
    /is a folder/,
  ],
  [
    'a hard link',
    ({ authFile, home }) => link(authFile, path.join(home, 'backup.json')),
    'auth-file-place',
    /2 names/,
  ],
  ['a read-only file', ({ authFile }) => chmod(authFile, 0o400), 'auth-file-mode', /0400/],
  [
    'a torn journal',
    ({ codexHome }) => writeFile(path.join(codexHome, '.plimsoll-rotation'), 'rt_MARK'),
    'rotation-journal',
    /damaged/,
  ],
  [
    'a file for our folder',
    ({ plimsollHome }) => writeFile(plimsollHome, ''),
    'own-folder',
    /no folder/,
  ],
  [
    'no Codex, where Codex renews',
    async ({ env, plimsollHome }) => {
      env.PATH = '/nowhere';
      await mkdir(plimsollHome, { mode: 0o700 });
      await writeFile(path.join(plimsollHome, 'settings.json'), '{"renewal":"codex"}');
    },
    'codex-program',
    /no.* Codex program was found/i,
  ],
  [
    'certificates that are not there',
    async ({ env, home }) => void Object.assign(env, { SSL_CERT_FILE: `${home}/${NAME}/ca.pem` }),
    'certificates',
    /does not exist/,
  ],
  [
    'a proxy that is none',
    async ({ env }) => void Object.assign(env, { HTTPS_PROXY: `socks5://u:pw-MARK@${HOST}:1` }),
    'proxy',
    /HTTPS_PROXY/,
  ],
  [
    'an empty token address',
    async ({ env }) => void Object.assign(env, { CODEX_REFRESH_TOKEN_URL_OVERRIDE: '' }),
    'addresses',
    /empty/,
  ],
];

/** Nothing that a public issue should not hold. */
function expectPublic(text: string, machine: Machine): void {
  const { tokens: fake } = exampleAuthFile;
  const secrets = [fake.access_token, fake.id_token, fake.refresh_token].flatMap((token) =>
    token.split('.').map((part) => part.slice(0, 12)),
  );
  const headers = /^eyJhbGciOiJ/;
  const priv = [fake.account_id, 'fake.person@', machine.folder, NAME, HOST, 'MARK', 'user-FAKE'];
  for (const found of [...secrets.filter((each) => !headers.test(each)), ...priv]) {
    expect(text).not.toContain(found);
  }
}

describe('plimsoll doctor', () => {
  test.each(BROKEN)('names first: %s', async (_, spoil, id, finding) => {
    const machine = await makeMachine();
    await spoil(machine);
    const before = await listing(machine.folder);
    const { code, text } = await examined(machine);
    const [first] = JSON.parse(text).checks;
    expect([first.id, first.result, code]).toEqual([id, 'problem', 2]);
    expect(first.finding).toMatch(finding);
    expect(first.remedy).toMatch(/^[A-Z`].+\.$/);
    const plain = (await examined(machine, { json: false })).text;
    expect(plain).toMatch(new RegExp(`^PROBLEM +${id} `));
    for (const each of [text, plain]) expectPublic(each, machine);
    expect(await listing(machine.folder)).toEqual(before);
    expect(machine.standIn.requests).toEqual([]);
  });

  test('finds no problem on a healthy computer, and says so in one shape', async () => {
    const machine = await makeMachine();
    const { code, text } = await examined(machine);
    const report = JSON.parse(text);
    expect(Object.keys(report)).toEqual(['schema', 'version', 'platform', 'checks']);
    expect(report.checks.filter(({ result }: { result: string }) => result === 'problem')).toEqual(
      [],
    );
    expect(code).toBe(0);
    for (const check of report.checks) {
      expect(Object.keys(check)).toEqual(['id', 'result', 'finding', 'remedy']);
      expect(check.finding).toMatch(/^[\w`].+\.$/);
      expect(check.remedy === null).toBe(!['note', 'problem'].includes(check.result));
    }
    const ids = report.checks.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(text).toContain('offline_access');
    expectPublic(text, machine);
  });

  test('asks the network twice, with no token and for no usage', async () => {
    const machine = await makeMachine();
    machine.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE = machine.standIn.tokenUrl;
    const { code, text } = await examined(machine, { isOnline: true });
    expect(code).toBe(0);
    const asked = machine.standIn.requests.map(({ path: at, headers }) => [
      at,
      headers.authorization,
    ]);
    expect(asked.toSorted()).toEqual([
      ['/.well-known/openid-configuration', undefined],
      ['/robots.txt', undefined],
    ]);
    expect(machine.standIn.violations).toEqual([]);
    const { checks } = JSON.parse(text);
    const of = (id: string) => checks.find((check: { id: string }) => check.id === id);
    expect(of('discovery')).toMatchObject({
      result: 'note',
      finding: expect.stringContaining('auth0.openai.com'),
    });
    expect(of('usage-host')).toMatchObject({ result: 'ok' });
    expect(of('clock')).toMatchObject({ result: 'ok' });
  });

  test('says that the server cannot be reached', async () => {
    const machine = await makeMachine();
    machine.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE = machine.standIn.tokenUrl;
    await machine.standIn.goOffline();
    const { code, text } = await examined(machine, { isOnline: true });
    expect([code, JSON.parse(text).checks[0].finding]).toEqual([
      2,
      "OpenAI's sign-in server cannot be reached.",
    ]);
  });
});
