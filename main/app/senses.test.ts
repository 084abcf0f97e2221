// Facts about what reaches the monitor and the exchange gate, from events as Electron sends them and
// from a real folder.

import { EventEmitter } from 'node:events';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import type { PowerGuard } from '../desktop/power.ts';
import type { Monitor } from '../monitor.ts';
import { makePlace, type TestEnd } from '../testing/place.ts';
import { createSenses, type SensesContext, watchComputer } from './senses.ts';

async function sensing(end: TestEnd) {
  const { codexHome } = await makePlace(end);
  const heard: string[] = [];
  const say = (word: string) => () => void heard.push(word);
  const power = new EventEmitter();
  const system = { isOnline: true, isOnBattery: false };
  const settings = { ...DEFAULT_SETTINGS, pollMinutes: 7 };
  // Why: of each only this is used.
  const electron = {
    net: { isOnline: () => system.isOnline },
    powerMonitor: Object.assign(power, { isOnBatteryPower: () => system.isOnBattery }),
  } as unknown as SensesContext['electron'];
  const guard = {
    away: say('gate away'),
    back: say('gate back'),
    disturbed: say('gate disturbed'),
  } as unknown as PowerGuard;
  const monitor = {
    pause: say('pause'),
    resume: say('resume'),
    replan: say('replan'),
    noteUse: say('use'),
  } as unknown as Monitor;
  const sessionsDir = path.join(codexHome, 'sessions');
  const watched: string[] = [];
  const saw = (_kind: 'read', folder: string): void => void watched.push(folder);
  const senses = createSenses({ electron, guard, settings: () => settings, sessionsDir, saw });
  end.onTestFinished(senses.begin(monitor, say('others of use')));
  watchComputer(electron.powerMonitor, guard, () => [monitor]);
  return { codexHome, heard, power, system, settings, senses, watched };
}

test('watchComputer: the gate is shut before the monitor pauses, and open before it goes on', async (end) => {
  const { heard, power } = await sensing(end);
  for (const event of ['suspend', 'resume', 'on-battery']) power.emit(event);
  expect(heard).toEqual(['gate away', 'pause', 'gate back', 'resume', 'replan']);
});

test('createSenses: a network that goes or comes back shuts the gate for a while, as an untold sleep does', async (end) => {
  const { heard, senses, system } = await sensing(end);
  expect([senses.network(false), ...heard]).toEqual(['settled']);
  system.isOnline = false;
  expect(senses.network(false)).toBe('offline');
  system.isOnline = true;
  expect(senses.network(false)).toBe('changed');
  expect(senses.network(true)).toBe('settled');
  expect(heard).toEqual(['gate disturbed', 'gate disturbed', 'gate disturbed']);
});

test('createSenses: conditions are those of this moment', async (end) => {
  const { senses, settings, system } = await sensing(end);
  expect(senses.conditions()).toEqual({ pollMinutes: 7, isSaving: false, noticesUse: true });
  Object.assign(settings, { pollMinutes: 20 });
  system.isOnBattery = true;
  expect(senses.conditions()).toMatchObject({ pollMinutes: 20, isSaving: true });
});

test('createSenses: a session file that changes is told as use', async (end) => {
  const { codexHome, heard } = await sensing(end);
  const day = path.join(codexHome, 'sessions', '2026', '11', '25');
  await mkdir(day, { recursive: true });
  await appendFile(path.join(day, 'rollout-a.jsonl'), '{}\n');
  await vi.waitFor(() => expect(heard).toContain('use'), { timeout: 20_000, interval: 20 });
});

test('createSenses: says once which folder is watched', async (end) => {
  const { codexHome, watched } = await sensing(end);
  expect(watched).toEqual([path.join(codexHome, 'sessions')]);
});
