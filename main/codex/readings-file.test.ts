// Facts about saved numbers: they come back whole or not at all.

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { USAGE_SAMPLES } from '../../e2e/stand-in/samples.ts';
import { parseUsage } from '../core/usage.ts';
import { makePlace } from '../testing/place.ts';
import { nodePorts } from './node-ports.ts';
import { createReadingsFile } from './readings-file.ts';

const ACCOUNT = {
  key: '0123456789abcdef',
  id: 'acct-a',
  email: 'a@example.invalid',
  apiKeyBeside: false,
};

function snapshotOf(name: keyof typeof USAGE_SAMPLES) {
  const body = USAGE_SAMPLES[name];
  const usage = parseUsage({ body, takenAtMs: 1_795_400_000_000, idToken: null });
  if (!usage.ok) throw new Error(`${name} does not parse`);
  return usage.value;
}

async function makeReadings(codexHome = '/home/a/.codex') {
  const { plimsollHome } = await makePlace({ onTestFinished });
  const open = (home = codexHome) =>
    createReadingsFile({ ...nodePorts, plimsollHome, place: home });
  const readFolder = path.join(plimsollHome, 'readings');
  return { plimsollHome, readFolder, readings: open(), open };
}

test.each(Object.keys(USAGE_SAMPLES))('readings: %s comes back as it was', async (name) => {
  const { readings, open } = await makeReadings();
  // Why: Object.keys forgets that its texts are keys.
  const snapshot = snapshotOf(name as keyof typeof USAGE_SAMPLES);
  expect(await readings.load()).toBeNull();
  expect(await readings.save(ACCOUNT, snapshot)).toBe(true);
  expect(await open().load()).toEqual({ kind: 'saved', account: ACCOUNT, snapshot });
});

test('readings: each Codex home has its own, private, and none names the home', async () => {
  const { open, plimsollHome, readFolder } = await makeReadings();
  await open('/home/a/.codex').save(ACCOUNT, snapshotOf('minimal-plan-only'));
  await open('/home/b/.codex').save(ACCOUNT, snapshotOf('free-monthly-only'));
  expect(await open('/home/a/.codex').load()).toMatchObject({ snapshot: { windows: [] } });
  const names = await readdir(readFolder);
  expect(names).toHaveLength(2);
  expect(names.every((name) => /^[0-9a-f]{16}\.json$/.test(name))).toBe(true);
  expect((await stat(path.join(readFolder, names[0] ?? ''))).mode & 0o777).toBe(0o600);
  expect((await stat(plimsollHome)).mode & 0o777).toBe(0o700);
});

test('readings: none, when the file is damaged in any way', async () => {
  const { readings, readFolder } = await makeReadings();
  await readings.save(ACCOUNT, snapshotOf('plus-primary-and-secondary'));
  const [name = ''] = await readdir(readFolder);
  const file = path.join(readFolder, name);
  const text = await readFile(file, 'utf8');
  const damaged = [
    '',
    text.slice(0, -5),
    'null',
    '[]',
    text.replace('"version":1', '"version":2'),
    text.replace('"usedPercent":12', '"usedPercent":"12"'),
    text.replace('"durationMs":18000000', '"durationMs":0'),
    text.padEnd(300_000, ' '),
  ];
  for (const each of damaged) {
    await writeFile(file, each);
    expect(await readings.load(), each.slice(0, 40)).toBeNull();
  }
});

test('readings: says so when they cannot be saved', async () => {
  const { plimsollHome, readings } = await makeReadings();
  await mkdir(plimsollHome);
  await writeFile(path.join(plimsollHome, 'readings'), '');
  expect(await readings.save(ACCOUNT, snapshotOf('minimal-plan-only'))).toBe(false);
  expect(await readings.load()).toBeNull();
});
