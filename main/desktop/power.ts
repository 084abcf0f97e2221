// Sleep and lock: the computer's word on whether anybody could look. Electron as types only.
// Never polls by itself; what away and back mean is decided by whom it tells.

import type { PowerMonitor, PowerSaveBlocker } from 'electron';

export interface PowerWatch {
  /** Asleep or locked: nothing is to be asked. */
  readonly onAway: () => void;
  readonly onBack: () => void;
}

/** Reports only real changes: away when asleep or locked, back when neither. */
export function watchPower(powerMonitor: PowerMonitor, { onAway, onBack }: PowerWatch): void {
  const reasons = new Set<'asleep' | 'locked'>();
  const add = (reason: 'asleep' | 'locked') => (): void => {
    if (reasons.size === 0) onAway();
    reasons.add(reason);
  };
  const remove = (reason: 'asleep' | 'locked') => (): void => {
    if (reasons.delete(reason) && reasons.size === 0) onBack();
  };
  powerMonitor.on('suspend', add('asleep'));
  powerMonitor.on('resume', remove('asleep'));
  powerMonitor.on('lock-screen', add('locked'));
  powerMonitor.on('unlock-screen', remove('locked'));
}

/** A request that sleep or quitting tears in half is the one loss nobody can repair. */
export interface PowerGuard {
  /** False near sleep, wake and quitting. */
  mayExchange(): boolean;
  /** Keeps the computer awake, and quitting back, until the returned function is called. */
  stayAwake(): () => void;
  away(): void;
  back(): void;
  /** Whether quitting has to wait; then calls back once nothing is in progress any more. */
  holdQuit(proceed: () => void): boolean;
}

/** Source: reliability.md §3.1, gate 7. */
const WAKE_PAUSE_MS = 15_000;

export function createPowerGuard(
  { powerSaveBlocker }: { readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'> },
  nowMs: () => number,
): PowerGuard {
  let isAway = false;
  let isQuitting = false;
  let backAtMs = Number.NEGATIVE_INFINITY;
  let inProgress = 0;
  let proceed: (() => void) | null = null;
  return {
    away() {
      isAway = true;
    },
    back() {
      isAway = false;
      backAtMs = nowMs();
    },
    mayExchange: () => !isAway && !isQuitting && nowMs() - backAtMs >= WAKE_PAUSE_MS,
    stayAwake() {
      inProgress += 1;
      const blocker = powerSaveBlocker.start('prevent-app-suspension');
      return () => {
        powerSaveBlocker.stop(blocker);
        inProgress -= 1;
        if (inProgress === 0) proceed?.();
      };
    },
    holdQuit(then) {
      isQuitting = true;
      proceed = then;
      return inProgress > 0;
    },
  };
}
