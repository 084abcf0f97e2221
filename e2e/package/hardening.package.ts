// The packaged app and whoever wants to run code in its name or send it elsewhere: variables, switches,
// files beside its archive, certificates of others, and pages from outside have no effect.

import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startStandIn } from '../stand-in/server.ts';
import { expect, test } from './fixtures.ts';
import { environmentOf, openPackaged, panelPage, unpackedFolder } from './packaged.ts';

const LEFT = 'left until';
/** Far more than a Node takes to open its inspector. */
const SIGNAL_MS = 2_000;

/** A folder with a program that leaves a mark where it has run. */
function trap() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-trap-'));
  const mark = path.join(folder, 'ran');
  const program = path.join(folder, 'trap.cjs');
  writeFileSync(program, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');\n`);
  return {
    folder,
    program,
    hasRun: () => existsSync(mark),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

test('hardening: the trap is one: a plain Node falls into it', () => {
  const { program, hasRun, remove } = trap();
  execFileSync(process.execPath, ['--require', program, '-e', '0']);
  expect(hasRun()).toBe(true);
  remove();
});

test('hardening: ELECTRON_RUN_AS_NODE and NODE_OPTIONS run nothing', async ({ desktop, start }) => {
  const { program, hasRun, remove } = trap();
  const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${program}` };
  const app = await start({ env, args: [program] });
  await expect.poll(() => desktop.tray.tooltip()).toContain(LEFT);
  const { page } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  expect(hasRun()).toBe(false);
  remove();
});

test('hardening: neither --inspect nor SIGUSR1 opens an inspector of the main process', async ({
  desktop,
  start,
}) => {
  const app = await start({ args: ['--inspect=0', '--inspect-brk=0'] });
  await expect.poll(() => desktop.tray.tooltip()).toContain(LEFT);
  const { page } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  // A Node that heeds it opens its inspector; others end by it.
  app.child.kill('SIGUSR1');
  await Promise.race([app.ended, new Promise((resolve) => setTimeout(resolve, SIGNAL_MS))]);
  expect(app.said()).toContain('DevTools listening');
  expect(app.said()).not.toContain('Debugger listening');
});

test('hardening: an app in a folder beside the archive is not loaded', async ({
  desktop,
  start,
}) => {
  const { folder, program, hasRun, remove } = trap();
  const copy = path.join(folder, 'copy');
  cpSync(unpackedFolder(), copy, { recursive: true, verbatimSymlinks: true });
  const beside = path.join(copy, 'resources', 'app');
  mkdirSync(beside);
  cpSync(program, path.join(beside, 'main.cjs'));
  writeFileSync(path.join(beside, 'package.json'), '{ "name": "other", "main": "main.cjs" }');
  await start({ program: path.join(copy, 'plimsoll') });
  await expect.poll(() => desktop.tray.tooltip()).toContain(LEFT);
  expect(hasRun()).toBe(false);
  remove();
});

test('hardening: a page from outside is neither opened nor gone to', async ({
  desktop,
  standIn,
  start,
}) => {
  const outside = `${standIn.baseUrl}/page`;
  const app = await start({ args: [outside] });
  await expect.poll(() => desktop.tray.tooltip()).toContain(LEFT);
  const { page, browser } = await openPackaged(desktop, app);
  await expect(page.getByRole('meter')).toHaveCount(2);
  const pages = browser.contexts().flatMap((context) => context.pages());
  expect(pages.map((each) => new URL(each.url()).protocol)).toEqual(['plimsoll:']);
  await page.evaluate((url) => void location.assign(url), outside);
  await page.evaluate((url) => void window.open(url), outside);
  // Why not a locator: it would wait for the navigation that never comes.
  const meters = () => page.evaluate(() => document.querySelectorAll('[role="meter"]').length);
  await expect.poll(meters).toBe(2);
  expect(panelPage(browser)).not.toBeNull();
  expect(standIn.requests.filter(({ path: asked }) => asked.endsWith('/page'))).toEqual([]);
});

/** A certificate that only whoever is told of it trusts. */
function certificate(folder: string) {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject].concat([
      ...['-keyout', key, '-out', cert],
    ]),
    { stdio: 'ignore' },
  );
  return { cert, tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } };
}

test('hardening: certificates that the environment names count for the command, not for the app', async ({
  desktop,
  homes,
  start,
}) => {
  const { folder, remove } = trap();
  const { cert, tls } = certificate(folder);
  const secure = await startStandIn({ tls });
  homes.writeAuth(secure.signIn().authJson);
  const config = path.join(homes.codexHome, 'config.toml');
  writeFileSync(config, `chatgpt_base_url = "${secure.baseUrl}"\n`);
  const env = { NODE_EXTRA_CA_CERTS: cert, SSL_CERT_FILE: cert };
  await start({ env });
  await expect.poll(() => desktop.tray.tooltip()).toContain('connection is not trusted');
  expect(secure.requests).toEqual([]);
  const command = path.join(unpackedFolder(), 'resources', 'command', 'plimsoll');
  // Why not the app's own folder: its requests count for the command, too.
  const own = { ...homes, plimsollHome: path.join(folder, 'own') };
  const said = await promisify(execFile)(command, ['status', '--json'], {
    env: { ...environmentOf({ desktop, homes: own }), ...env },
  });
  expect(JSON.parse(said.stdout)).toMatchObject({ failure: null, status: 'ok', source: 'live' });
  await secure.close();
  remove();
});
