// Facts about what the doctor reads out of the ledger that app and command keep, without changing it;
// and about the command itself, as a person runs it.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { listing } from './testing/place.ts';
import { makeScene, type Scene } from './testing/scene.ts';

beforeAll(ensureBuilt, 150_000);

async function firstCheck(scene: Scene) {
  const before = await listing(scene.folder);
  const ended = await runCommand(['doctor', '--json'], scene);
  expect(await listing(scene.folder)).toEqual(before);
  const { checks } = JSON.parse(ended.stdout);
  return { code: ended.code, ...checks[0] };
}

test('doctor: knows the refresh token that OpenAI refused', async (end) => {
  const scene = await makeScene(end);
  const { refreshToken } = await scene.signIn({ firstAccessLifetimeMs: 0 });
  scene.standIn.rotateAsCodex(refreshToken);
  await runCommand(['status', '--json'], scene);
  expect(await firstCheck(scene)).toMatchObject({ code: 2, id: 'ledger', result: 'problem' });
});

test('doctor: knows that OpenAI asked to wait, and that a damaged ledger is one', async (end) => {
  const scene = await makeScene(end);
  await scene.signIn();
  await runCommand(['status', '--json'], scene);
  const file = path.join(scene.plimsollHome, 'ledger.json');
  const ledger = JSON.parse(await readFile(file, 'utf8'));
  const [account = ''] = Object.keys(ledger.accounts);
  const nowMs = Date.now();
  Object.assign(ledger.accounts[account], { retryAtMs: nowMs + 900_000, retryNotedAtMs: nowMs });
  await writeFile(file, JSON.stringify(ledger));
  const { stdout } = await runCommand(['doctor'], scene);
  expect(stdout).toMatch(/note +request-budget +OpenAI asked to wait/);
  await writeFile(file, 'damaged');
  const damaged = await runCommand(['doctor', '--no-color'], scene);
  expect(damaged.stdout).toMatch(/note +ledger +Plimsoll's ledger is damaged\./);
  expect(damaged.stderr).toBe('');
});

test('doctor: on an empty home ends with 2, one summary, and leaves it empty', async (end) => {
  const scene = await makeScene(end);
  const env = { CODEX_HOME: '', PLIMSOLL_HOME: '', HOME: scene.folder };
  const before = await listing(scene.folder);
  const { code, stdout } = await runCommand(['doctor'], scene, { env });
  expect(code).toBe(2);
  expect(stdout).toMatch(/^PROBLEM +codex-home +The Codex home ~\/\.codex/);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^1 problem, .* fine\. Begin with the first line\.$/,
  );
  expect(await listing(scene.folder)).toEqual(before);
});
