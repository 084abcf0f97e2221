// Sleep, lock and battery: the computer's word on whether anybody could look, and at what price.
// Electron as types only. Never polls by itself; what a word means is decided by whom it tells.

import type { PowerMonitor, PowerSaveBlocker } from 'electron';

export interface PowerWatch {
  /** Asleep or locked: nothing is to be asked. */
  readonly onAway: () => void;
  readonly onBack: () => void;
  /** The computer was put on battery, or on mains. */
  readonly onSupply: () => void;
}

/**
 * Reports only real changes: away when asleep or locked, back when neither.
 * Source: Electron's types, documented: sleep is told everywhere, lock on macOS and Windows, on-ac
 * there too, on-battery on macOS; where an event is missing, the next poll sees for itself.
 */
export function watchPower(powerMonitor: PowerMonitor, watch: PowerWatch): void {
  const { onAway, onBack, onSupply } = watch;
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
  powerMonitor.on('on-battery', onSupply);
  powerMonitor.on('on-ac', onSupply);
}

/**
 * Whether power is to be saved. Electron knows no battery saver on any system.
 * Why on battery at all: the saver is mostly on only then, and of the two mistakes possible, older
 * numbers for who has none are better than a radio woken for who asked for quiet. Use of Codex is
 * still followed within a minute: it keeps the radio awake by itself.
 * Source: Electron's types, documented. On Linux the word is always "no"; observed in issue 29614 of
 * electron/electron, and with Electron 33.
 */
export function isSavingPower(powerMonitor: Pick<PowerMonitor, 'isOnBatteryPower'>): boolean {
  return powerMonitor.isOnBatteryPower();
}

/** A request that sleep or quitting tears in half is the one loss nobody can repair. */
export interface PowerGuard {
  /** False near sleep, wake, a network change and quitting. */
  mayExchange(): boolean;
  /** True where nothing is in progress besides: the moment for what may as well wait. */
  isCalm(): boolean;
  /** Keeps the computer awake, and quitting back, until the returned function is called. */
  stayAwake(): () => void;
  away(): void;
  back(): void;
  /** The network is another one, or there again; or a sleep came to light that nobody told of. */
  disturbed(): void;
  /** Whether quitting has to wait; then calls back once nothing is in progress any more. */
  holdQuit(proceed: () => void): boolean;
}

/** Source: reliability.md §3.1, gate 7. */
const PAUSE_MS = 15_000;

export function createPowerGuard(
  { powerSaveBlocker }: { readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'> },
  /** By a clock that is never set: one that is set back would keep the gate shut as long. */
  steadyMs: () => number,
): PowerGuard {
  let isAway = false;
  let isQuitting = false;
  let disturbedAtMs = Number.NEGATIVE_INFINITY;
  let inProgress = 0;
  let proceed: (() => void) | null = null;
  const mayExchange = (): boolean =>
    !isAway && !isQuitting && steadyMs() - disturbedAtMs >= PAUSE_MS;
  return {
    away() {
      isAway = true;
    },
    back() {
      isAway = false;
      disturbedAtMs = steadyMs();
    },
    disturbed() {
      disturbedAtMs = steadyMs();
    },
    mayExchange,
    isCalm: () => inProgress === 0 && mayExchange(),
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
