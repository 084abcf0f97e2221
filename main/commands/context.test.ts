// Facts about what a subcommand starts from: the person's settings, read and never written.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLedgerStore } from '../codex/ledger-store.ts';
import { createLocks } from '../codex/locks.ts';
import { nodePorts } from '../codex/node-ports.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { listing, makePlace, type Place } from '../testing/place.ts';
import { openCommandHome } from './context.ts';

function open(place: Place) {
  const locks = createLocks({ ...nodePorts, platform: process.platform });
  const ledgerStore = createLedgerStore({ ...nodePorts, ...place, locks });
  return openCommandHome({ ...place, ledgerStore }, '0');
}

async function settingsOf(prepare: (file: string) => Promise<unknown>) {
  const place = await makePlace({ onTestFinished });
  await mkdir(place.plimsollHome);
  await prepare(path.join(place.plimsollHome, 'settings.json'));
  const before = await listing(place.folder);
  const { settings } = await open(place);
  expect(await listing(place.folder)).toEqual(before);
  return settings;
}

test.each<[string, (file: string) => Promise<unknown>]>([
  ['there is no file', async () => {}],
  ['the file is empty', (file) => writeFile(file, '')],
  ['the file is no JSON', (file) => writeFile(file, '{"numbers":')],
  ['the file is another JSON', (file) => writeFile(file, '[1]')],
  ['the file is too large', (file) => writeFile(file, '{"numbers":"used"}'.padEnd(300_000))],
  ['the file is a folder', (file) => mkdir(file)],
])('openCommandHome: has the default settings when %s, and writes nothing', async (_, prepare) => {
  expect(await settingsOf(prepare)).toEqual(DEFAULT_SETTINGS);
});

test('openCommandHome: has the choices of the app', async () => {
  const stored = { numbers: 'used', thresholds: [90, 50], more: 1 };
  const settings = await settingsOf((file) => writeFile(file, JSON.stringify(stored)));
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, numbers: 'used', thresholds: [50, 90] });
});

test('openCommandHome: asks nobody when the app does not', async () => {
  const place = await makePlace({ onTestFinished });
  await mkdir(place.plimsollHome);
  const file = path.join(place.plimsollHome, 'settings.json');
  const homes = [(await open(place)).home];
  await writeFile(file, JSON.stringify({ numbersFrom: 'log' }));
  homes.push((await open(place)).home);
  expect(homes.map((home) => home.asksNobody())).toEqual([false, true]);
});
