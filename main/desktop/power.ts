// Sleep and lock: the computer's word on whether anybody could look. Electron as types only.
// Never polls by itself; what away and back mean is decided by whom it tells.

import type { PowerMonitor } from 'electron';

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
