// Facts about secrets: a whole recovery with every failure of reliability.md §4.3, and no 12-character
// piece of any token in what people, logs, files, child processes or bug reports get to see.

import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../e2e/stand-in/faults.ts';
import type { SignedIn } from '../../e2e/stand-in/sign-in.ts';
import { presentPanel } from '../core/panel.ts';
import { advance, failureOf, NO_READING, type Outcome } from '../core/reading.ts';
import type { RecoveryStep } from '../core/recovery.ts';
import { formatReport } from '../core/report.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { presentTray } from '../core/tray.ts';
import { createWords } from '../core/words/words.ts';
import { createLog } from '../log.ts';
import { ensureBuilt, runCommand } from '../testing/command.ts';
import type { TestEnd } from '../testing/place.ts';
import { makeScene, type Scene } from '../testing/scene.ts';
import { createHome } from './assemble.ts';
import { createHttp } from './http/http.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';

const PIECE = 12;
const VERSION = '0';
/** What the server quotes, in places where no token belongs. */
const MARK = 'MARK-refresh-7Q2mXv9KfLw3ZtBc8RdYp5Hs';

function jwtOf(mark: string): string {
  const parts = [
    { alg: 'none', typ: 'JWT' },
    { jti: mark, sub: `fake|${mark}` },
  ];
  const texts = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...texts, 'FAKE'].join('.');
}

const MARKED_GRANT = {
  access_token: jwtOf('MARK-access-4Jd8wQzN1xUe6GkSb0VtAo'),
  refresh_token: `rt_${MARK}`,
  id_token: jwtOf('MARK-identity-9Wc5TnEy2IrOa7LhDp3Mf'),
};

/** Every piece of a token; of a JWT also of what is secret inside it. */
function piecesOf(token: string): readonly string[] {
  const inside = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  // Why: claims hold the account's id and e-mail, which contract.md prints; only the jti is secret.
  const secret = inside.flatMap((text) => /"jti":"([^"]+)"/.exec(text)?.[1] ?? []);
  return [token, ...secret].flatMap((text) =>
    Array.from({ length: text.length - PIECE + 1 }, (_, at) => text.slice(at, at + PIECE)),
  );
}

const quoting = (status: number, extra: object = {}): Extract<Fault, { kind: 'status' }> => ({
  kind: 'status',
  status,
  headers: { 'x-request-token': MARK, 'www-authenticate': `Bearer error="${MARK}"` },
  body: {
    type: 'application/json',
    text: JSON.stringify({ error: { code: MARK, message: `bad ${MARK}` }, ...extra }),
  },
});

const marked = (text: string, type = 'application/json'): Fault => ({
  kind: 'status',
  status: 200,
  body: { type, text },
});

const coded = (code: string, status = 401): Fault => ({ kind: 'status', status, code });

/** A row of §4.3; `spoil` is done while the exchange is on its way. */
type Row = readonly [
  string,
  Extract<RecoveryStep, { step: 'refresh' }>['outcome'],
  Fault | 'offline' | null,
  ((scene: Scene) => Promise<void>)?,
];

const readOnly = (scene: Scene): Promise<void> => chmod(scene.authFile, 0o400);

const ROWS: readonly Row[] = [
  ['nobody listening', 'not-sent', 'offline'],
  ['a good grant', 'saved', null],
  ['a grant that cannot be saved', 'not-saved-yet', { kind: 'delay', ms: 60 }, readOnly],
  ['a grant that is too late', 'adopted', { kind: 'delay', ms: 60 }, (scene) => rm(scene.authFile)],
  ['a marked grant', 'saved', marked(JSON.stringify(MARKED_GRANT))],
  ['a marked grant in a list', 'unknown', marked(JSON.stringify([MARKED_GRANT]))],
  [
    'a marked refresh token alone',
    'saved',
    marked(`{"refresh_token":"${MARKED_GRANT.refresh_token}"`),
  ],
  [
    'a grant of wrong types',
    'unknown',
    marked(`{"access_token":{"a":"${MARK}"},"refresh_token":["${MARK}"]}`),
  ],
  ['an answer without a token', 'unknown', marked(`{"note":"${MARK}"}`)],
  ['an answer that is no JSON', 'unknown', marked(`${MARK} is what you get`, 'text/plain')],
  ['a page', 'not-sent', marked(`<p>${MARK}`, 'text/html')],
  ['an answer that is cut short', 'unknown', { kind: 'cut', when: 'after', bodyBytes: 300 }],
  [
    'an answer that is longer than it says',
    'unknown',
    { kind: 'wrong-length', announced: 'too-short' },
  ],
  ['garbage', 'unknown', { kind: 'garbage' }],
  [
    '407',
    'not-sent',
    { ...quoting(407), headers: { 'proxy-authenticate': `Basic realm="${MARK}"` } },
  ],
  ['511', 'not-sent', quoting(511)],
  [
    'a redirect',
    'not-sent',
    { kind: 'redirect', to: `https://example.invalid/?refresh_token=${MARK}` },
  ],
  ['a challenge', 'not-sent', { kind: 'cf-challenge' }],
  ['404 in HTML', 'not-sent', { kind: 'status', status: 404, body: 'html' }],
  ['429', 'not-sent', { kind: 'rate-limited', retryAfter: '990' }],
  ['reused', 'refused', coded('refresh_token_reused')],
  ['expired', 'refused', coded('refresh_token_expired')],
  ['revoked', 'refused', coded('refresh_token_invalidated')],
  ['invalid_grant', 'refused', coded('invalid_grant', 400)],
  ['401 quoting a token', 'refused', quoting(401)],
  ['400 quoting a token', 'refused', quoting(400, { error_description: `refresh_token=${MARK}` })],
  ['403 quoting a token', 'refused', quoting(403)],
  ['401 with nothing', 'refused', { kind: 'status', status: 401, body: 'empty' }],
  ['500 quoting a token', 'unknown', quoting(500)],
  ['503 after the effect', 'unknown', { kind: 'status', status: 503, when: 'after' }],
  ['a reset', 'unknown', { kind: 'cut', when: 'after', reset: true }],
  ['silence', 'unknown', { kind: 'silence', when: 'after' }],
];

/** What is on the PATH before the real one: notes its words and its environment, then is it. */
async function spyOnFlock(folder: string): Promise<string> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const record = path.join(folder, 'children.txt');
  const script = `#!/bin/sh
{ echo "$0 $*"; env; } >> '${record}'
PATH='${process.env.PATH}' exec flock "$@"
`;
  await writeFile(path.join(bin, 'flock'), script, { mode: 0o755 });
  return bin;
}

interface Stale {
  readonly scene: Scene;
  readonly first: SignedIn;
  readonly bin: string;
  readonly tokenUrl: string;
}

async function makeStale(end: TestEnd, fault: Row[2]): Promise<Stale> {
  const scene = await makeScene(end);
  const first = await scene.signIn({ firstAccessLifetimeMs: 0 });
  const bin = await spyOnFlock(scene.folder);
  if (fault !== null && fault !== 'offline') scene.standIn.faults.push('token', fault);
  const tokenUrl = fault === 'offline' ? 'http://127.0.0.1:9/oauth/token' : scene.standIn.tokenUrl;
  return { scene, first, bin, tokenUrl };
}

/** The real ports in a hurry: waits pass at once, and silence is heard after a moment. */
function openStale({ scene, tokenUrl }: Stale) {
  let passedMs = 0;
  const clock = {
    nowMs: () => Date.now() + passedMs,
    sleep: async (ms: number) => {
      passedMs += ms;
    },
  };
  const http = createHttp({ proxyFor: async () => 'none' });
  const { codexHome, plimsollHome } = scene;
  return createHome({
    ports: {
      ...nodePorts,
      clock,
      locks: createLocks({ ...nodePorts, platform: process.platform }),
      http: { send: (request) => http.send({ ...request, deadlineMs: 400 }) },
      processes: { isCodexAlive: async () => false },
      power: { mayExchange: () => true, stayAwake: () => () => {} },
    },
    codexHome,
    plimsollHome,
    version: VERSION,
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    renewal: () => 'plimsoll',
    askCodex: null,
    tokenUrlOverride: tokenUrl,
    paceDivisor: 1,
  });
}

const WORDS = createWords({ locale: 'en-US', timeZone: 'UTC' });

/** Everything that the app makes of an outcome: panel, tray, report line, log lines. */
function shownOf(outcome: Outcome, logFolder: string): readonly string[] {
  const reading = advance(NO_READING, outcome);
  const { recovery, warning, account } = outcome;
  const shown = { reading, recovery, warning, polling: false, nextPollAtMs: 0, notBeforeMs: null };
  const nowMs = Date.now();
  const context = { words: WORDS, settings: DEFAULT_SETTINGS, nowMs, paceDivisor: 1 };
  const { panel } = presentPanel(shown, context);
  const failure = failureOf(reading);
  const log = createLog({ folder: logFolder, level: 'debug', nowMs: () => nowMs });
  log.info(failure === null ? 'numbers' : 'failure', { kind: failure?.kind ?? null });
  for (const { step, outcome: result } of recovery) log.info('recovery', { step, result });
  const report = failure === null ? '' : formatReport(failure, { version: VERSION, platform: 'x' });
  const tray = presentTray(shown, panel, context);
  return [{ outcome, panel, tray, report, account }].flatMap((value) => [
    JSON.stringify(value),
    inspect(value, { depth: 20, showHidden: true }),
  ]);
}

/** All that lies below the folder but Codex's own file and the journal, with its name. */
async function filesOf({ folder }: Scene): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const open = entries.filter(({ name }) => name !== 'auth.json' && name !== '.plimsoll-rotation');
  const texts = open.map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return entry.isFile() ? `${file}\n${await readFile(file, 'utf8')}` : file;
  });
  return Promise.all(texts);
}

/** The tokens that anybody had a hand on, whether issued, granted or quoted. */
async function tokensOf({ scene, first }: Stale): Promise<readonly string[]> {
  const read = async (name: string): Promise<string> =>
    readFile(path.join(scene.codexHome, name), 'utf8').catch(() => '');
  const texts = [await read('auth.json'), await read('.plimsoll-rotation')].join('\n');
  const granted = texts.match(/"(?:access|refresh|id)_token"\s*:\s*"([^"\\]+)"/g) ?? [];
  const values = granted.map((member) => member.split('"').at(-2) ?? '');
  const { accessToken, refreshToken, idToken } = first;
  return [accessToken, refreshToken, idToken, MARK, ...Object.values(MARKED_GRANT), ...values];
}

async function expectNoSecret(stale: Stale, texts: readonly string[]): Promise<void> {
  const seen = [...texts, ...(await filesOf(stale.scene))].join('\n');
  const pieces = new Set((await tokensOf(stale)).flatMap(piecesOf));
  expect([...pieces].filter((piece) => seen.includes(piece))).toEqual([]);
}

/** What the children of the row were given: at least a lock each, and never more than a PATH. */
async function expectPlainChildren({ scene, bin }: Stale): Promise<void> {
  const lines = (await readFile(path.join(scene.folder, 'children.txt'), 'utf8')).split('\n');
  const started = lines.filter((line) => line.startsWith(bin));
  expect(started.length).toBeGreaterThan(2);
  expect(started.every((line) => /flock -x -w [\d.]+ 3$/.test(line))).toBe(true);
  const given = lines.filter((line) => line.includes('=')).map((line) => line.split('=')[0]);
  // Why: a shell adds these itself.
  expect(
    [...new Set(given)].filter((name) => !['PWD', '_', 'SHLVL', 'OLDPWD'].includes(name ?? '')),
  ).toEqual(['PATH']);
}

beforeAll(ensureBuilt, 120_000);
afterEach(() => vi.unstubAllEnvs());

describe('a recovery in the app shows no piece of a token', () => {
  test.for(ROWS)('after %s', async ([, expected, fault, spoil], end) => {
    const stale = await makeStale(end, fault);
    vi.stubEnv('PATH', `${stale.bin}:${process.env.PATH}`);
    const printed: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      const spy = vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed.push(String(text));
        return true;
      });
      end.onTestFinished(() => spy.mockRestore());
    }
    const home = openStale(stale);
    const logs = path.join(stale.scene.plimsollHome, 'logs');
    const thrown = (error: unknown): string => inspect(error, { depth: 20, showHidden: true });
    const spoiling = spoil === undefined ? null : exchangeOf(stale).then(() => spoil(stale.scene));
    const first = await home.poll({ force: false, onceMore: false });
    expect(first.recovery.map(({ outcome }) => outcome)).toEqual(['unchanged', expected]);
    await spoiling;
    const again = await home.poll({ force: true, onceMore: true }).catch(thrown);
    const renewed = await openStale(stale).refreshAuth({ onceMore: false }).catch(thrown);
    const request = await home.showExchange();
    const rest = [again, renewed, request].map((value) => JSON.stringify(value));
    await expectNoSecret(stale, [...shownOf(first, logs), ...rest, ...printed]);
    await expectPlainChildren(stale);
  });
});

test('the search finds what it looks for: a piece of a token in any file of the home', async (end) => {
  const stale = await makeStale(end, null);
  const { scene, first } = stale;
  await expectNoSecret(stale, [first.refreshToken.slice(20, 20 + PIECE - 1)]);
  await writeFile(path.join(scene.folder, 'leak.txt'), `x${first.refreshToken.slice(20, 32)}x`);
  await expect(expectNoSecret(stale, [])).rejects.toThrow();
  await rm(path.join(scene.folder, 'leak.txt'));
  const claims = Buffer.from(first.accessToken.split('.')[1] ?? '', 'base64url').toString();
  await expect(expectNoSecret(stale, [claims])).rejects.toThrow();
});

/** Resolves once the exchange has arrived at the server. */
async function exchangeOf({ scene }: Stale): Promise<void> {
  while (!scene.standIn.requests.some(({ route }) => route === 'token')) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe.concurrent('a recovery by the command shows no piece of a token', () => {
  // Why not all: a process each; the app's rows above have the others.
  const chosen = ['a good grant', 'a grant that cannot be saved', 'a marked grant', 'a page'];
  const more = ['nobody listening', '401 quoting a token', '500 quoting a token'];
  const rows = ROWS.filter(([name]) => [...chosen, ...more].includes(name));

  test.for(rows)('after %s', async ([, , fault, spoil], end) => {
    const stale = await makeStale(end, fault);
    const { scene, bin, tokenUrl } = stale;
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokenUrl,
      PLIMSOLL_PACE: 'demo',
      PLIMSOLL_LOG: 'debug',
      NODE_DEBUG: 'http,net,tls,undici',
    };
    const spoiling = spoil === undefined ? null : exchangeOf(stale).then(() => spoil(scene));
    const polled = await runCommand(['status', '--json'], scene, { env });
    await spoiling;
    const renewed = await runCommand(['refresh-auth'], scene, {
      env: { ...env, NODE_DEBUG: '' },
    });
    const texts = [polled, renewed].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    expect(JSON.parse(polled.stdout)).toHaveProperty('recovery');
    await expectNoSecret(stale, texts);
    await expectPlainChildren(stale);
  });
});
