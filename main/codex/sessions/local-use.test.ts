// Facts about when a home was used here: by names and times of files alone.

import { chmod, mkdir, rename, utimes } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS } from '../../core/time.ts';
import { makePlace } from '../../testing/place.ts';
import { makeScene } from '../../testing/scene.ts';
import { writeSession } from '../../testing/session-lines.ts';
import { nodePorts } from '../node-ports.ts';
import { openHome } from '../open-home.ts';
import { localUse } from './local-use.ts';

const { files } = nodePorts;
const BEGAN_MS = Date.parse('2026-11-22T10:00:00Z');
const ENDED_MS = BEGAN_MS + 30 * MINUTE_MS;

/** A name as Codex gives it, with the moment in its id. */
function nameAt(atMs: number): string {
  const hex = atMs.toString(16).padStart(12, '0');
  return `2026-11-22T11-00-00-${hex.slice(0, 8)}-${hex.slice(8)}-7cf3-a410-d0a2ad13ff6b`;
}

test('localUse: is from the beginning in the name to the last change, and opens no file', async () => {
  const { codexHome } = await makePlace({ onTestFinished });
  expect(await localUse(files, codexHome, 0)).toEqual([]);
  const file = await writeSession(codexHome, {
    name: nameAt(BEGAN_MS),
    uses: [],
    changedAtMs: ENDED_MS,
  });
  await chmod(file, 0);
  const span = { fromMs: BEGAN_MS, toMs: ENDED_MS };
  expect(await localUse(files, codexHome, ENDED_MS)).toEqual([span]);
  expect(await localUse(files, codexHome, ENDED_MS + 1)).toEqual([]);
  await mkdir(path.join(codexHome, 'archived_sessions'));
  await rename(file, path.join(codexHome, 'archived_sessions', path.basename(file)));
  expect(await localUse(files, codexHome, BEGAN_MS)).toEqual([span]);
});

test('localUse: takes a session of another name for one that was always there', async () => {
  const { codexHome } = await makePlace({ onTestFinished });
  await writeSession(codexHome, { name: 'old', uses: [], changedAtMs: ENDED_MS });
  expect(await localUse(files, codexHome, BEGAN_MS)).toEqual([{ fromMs: 0, toMs: ENDED_MS }]);
});

test.each([
  ['may look, and nothing was used here', true, null, 20],
  ['may look, and a session is active', true, Date.now(), null],
  ['may not look', false, null, null],
])('poll: says what was used elsewhere, if it %s', async (_, mayLook, activeAtMs, expected) => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  const { codexHome, plimsollHome, folder } = scene;
  if (activeAtMs !== null) {
    const name = nameAt(activeAtMs - MINUTE_MS);
    const file = await writeSession(codexHome, { name, uses: [] });
    await utimes(file, activeAtMs / 1_000, activeAtMs / 1_000);
  }
  const home = await openHome({
    codexHome,
    plimsollHome,
    version: '0',
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    authorityEnv: {},
    homeDirectory: folder,
    power: { mayExchange: () => true, stayAwake: () => () => {} },
    renewal: () => 'nobody',
    asksNobody: () => false,
    mayLookAtUse: () => mayLook,
    proxyFor: async () => 'none',
    pace: undefined,
    tokenUrlOverride: undefined,
  });
  const resetsAtS = Math.round(Date.now() / 1_000) + 9_000;
  const window = (used_percent: number) => ({
    used_percent,
    limit_window_seconds: 18_000,
    reset_at: resetsAtS,
  });
  const answer = (used: number) => ({
    plan_type: 'plus',
    rate_limit: { allowed: true, limit_reached: false, primary_window: window(used) },
  });
  const ask = { force: true, onceMore: false };
  scene.standIn.usage.set(answer(20));
  await home.poll(ask);
  scene.standIn.usage.set(answer(40));
  const { unexplained = null } = await home.poll(ask);
  expect(unexplained?.percent ?? null).toBe(expected);
});
