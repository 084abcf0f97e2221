// What a monitor is told of the computer and the person: power, network, use of Codex, settings.
// Joins the adapters to monitors and guard; decides nothing itself.

import { networkInterfaces } from 'node:os';
import { type SessionWatch, watchSessions } from '../codex/sessions/watch-sessions.ts';
import type { Settings } from '../core/settings.ts';
import { createNetworkWord } from '../desktop/network.ts';
import { isSavingPower, type PowerGuard, watchPower } from '../desktop/power.ts';
import type { Monitor, MonitorPorts } from '../monitor.ts';
import type { AppContext } from './parts.ts';

export interface SensesContext {
  readonly electron: Pick<AppContext['electron'], 'net' | 'powerMonitor'>;
  readonly guard: PowerGuard;
  readonly settings: () => Settings;
  /** Where its session files are; null where nobody knows. */
  readonly sessionsDir: string | null;
  /** Told of the folder that is watched. */
  readonly saw?: (kind: 'read', folder: string, isDone: boolean) => void;
}

export interface Senses extends Pick<MonitorPorts, 'conditions' | 'network'> {
  /** Tells the monitor, and of use others too, until the returned function is called. */
  begin(monitor: Monitor, onUse: () => void): () => void;
}

export function createSenses(context: SensesContext): Senses {
  const { electron, guard, settings, sessionsDir, saw = () => {} } = context;
  const { net, powerMonitor } = electron;
  const networkWord = createNetworkWord({ net, interfaces: networkInterfaces });
  let sessions: SessionWatch | null = null;
  return {
    conditions: () => ({
      pollMinutes: settings().pollMinutes,
      isSaving: isSavingPower(powerMonitor),
      noticesUse: sessions?.isSeeing() === true,
    }),
    network(hasSlept) {
      const word = networkWord();
      if (hasSlept || word !== 'settled') guard.disturbed();
      // Why: without a request there is nothing to wait for.
      return settings().numbersFrom === 'log' ? 'settled' : word;
    },
    begin(monitor, onUse) {
      if (sessionsDir === null) return () => {};
      sessions = watchSessions({
        sessionsDir,
        platform: process.platform,
        onUse() {
          monitor.noteUse();
          onUse();
        },
      });
      saw('read', sessionsDir, true);
      return sessions.stop;
    },
  };
}

/** Tells the guard and all monitors that are there by then of sleep, lock and power. */
export function watchComputer(
  powerMonitor: SensesContext['electron']['powerMonitor'],
  guard: PowerGuard,
  monitors: () => readonly Monitor[],
): void {
  watchPower(powerMonitor, {
    onAway() {
      guard.away();
      for (const monitor of monitors()) monitor.pause();
    },
    onBack() {
      guard.back();
      for (const monitor of monitors()) monitor.resume();
    },
    onSupply() {
      for (const monitor of monitors()) monitor.replan();
    },
  });
}
