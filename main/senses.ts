// What the monitor is told of the computer and the person: power, network, use of Codex, settings.
// Joins the adapters to monitor and guard; decides nothing itself.

import { networkInterfaces } from 'node:os';
import { type SessionWatch, watchSessions } from './codex/watch-sessions.ts';
import type { Settings } from './core/settings.ts';
import { createNetworkWord } from './desktop/network.ts';
import { isSavingPower, type PowerGuard, watchPower } from './desktop/power.ts';
import type { Monitor, MonitorPorts } from './monitor.ts';
import type { AppContext } from './parts.ts';

export interface SensesContext {
  readonly electron: Pick<AppContext['electron'], 'net' | 'powerMonitor'>;
  readonly guard: PowerGuard;
  readonly settings: () => Settings;
  readonly codexHome: string;
}

export interface Senses extends Pick<MonitorPorts, 'conditions' | 'network'> {
  /** Tells the monitor, and of use others too, until the returned function is called. */
  begin(monitor: Monitor, onUse: () => void): () => void;
}

export function createSenses({ electron, guard, settings, codexHome }: SensesContext): Senses {
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
      return word;
    },
    begin(monitor, onUse) {
      watchPower(powerMonitor, {
        onAway() {
          guard.away();
          monitor.pause();
        },
        onBack() {
          guard.back();
          monitor.resume();
        },
        onSupply: monitor.replan,
      });
      sessions = watchSessions({
        codexHome,
        platform: process.platform,
        onUse() {
          monitor.noteUse();
          onUse();
        },
      });
      return sessions.stop;
    },
  };
}
