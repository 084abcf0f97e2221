// Facts about the built command and its other sources: Codex's own log in place of an answer, that log
// alone, and a keychain that cannot be opened.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from './core/time.ts';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { makeScene, routesOf } from './testing/scene.ts';
import { writeSession } from './testing/session-lines.ts';

beforeAll(ensureBuilt, 120_000);

async function sceneWithLog() {
  const scene = await makeScene({ onTestFinished });
  const { accountId } = await scene.signIn();
  const takenAtMs = Math.floor(Date.now() / SECOND_MS) * SECOND_MS - 4 * MINUTE_MS;
  await writeSession(scene.codexHome, {
    name: 'one',
    accountId,
    uses: [{ atMs: takenAtMs, usedPercent: 61.5 }],
  });
  return { ...scene, takenAt: new Date(takenAtMs).toISOString() };
}

test('status: shows what Codex noted beside the failure, and ends by the failure', async () => {
  const scene = await sceneWithLog();
  scene.standIn.faults.push('usage', { kind: 'status', status: 503 });
  const { code, stdout } = await runCommand(['status', '--json'], scene);
  const status = JSON.parse(stdout);
  expect(code).toBe(3);
  expect(status).toMatchObject({
    status: 'failed',
    source: 'session-log',
    windows: [{ kind: 'session', usedPercent: 61.5 }, { kind: 'weekly' }],
    failure: { kind: 'server-error' },
  });
  expect(Date.parse(status.takenAt)).toBe(Date.parse(scene.takenAt));
});

test('status: by the setting of the app reads the log alone, and asks nobody', async () => {
  const scene = await sceneWithLog();
  await mkdir(scene.plimsollHome);
  const file = path.join(scene.plimsollHome, 'settings.json');
  await writeFile(file, JSON.stringify({ numbersFrom: 'log' }));
  const { code, stdout, stderr } = await runCommand(['status'], scene);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('From Codex’s own log, 4 min ago');
  const renewed = await runCommand(['refresh-auth', '--json'], scene);
  expect([renewed.code, JSON.parse(renewed.stdout).failure.reason]).toEqual([
    2,
    'refresh-disabled',
  ]);
  expect(routesOf(scene.standIn)).toEqual([]);
});

test('status: with a keychain that is not there, says so instead of waiting for one', async () => {
  const scene = await sceneWithLog();
  await writeFile(
    path.join(scene.codexHome, 'config.toml'),
    'cli_auth_credentials_store = "keyring"\n',
  );
  const [closed, opened] = [
    await runCommand(['status'], scene),
    await runCommand(['status', '--open-keyring'], scene),
  ];
  expect([closed.code, opened.code]).toEqual([2, 2]);
  expect(closed.stderr).toContain('Plimsoll opens it only when you ask');
  expect(opened.stderr).not.toContain('Plimsoll opens it only when you ask');
  expect(opened.stderr).toContain('Codex keeps its sign-in in the keychain');
});
