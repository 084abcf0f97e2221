// Numbers and state to what the mark in the bar has to show, by shape and by two shares. The same rule
// for the icon, for the switch between accounts and for which of them is the most pressing.

import { isCurrent } from './current.ts';
import type { MarkState } from './icon.ts';
import type { PresentContext } from './panel.ts';
import { failureOf, numbersOf, type Reading } from './reading.ts';
import { levelOfVerdict } from './sentences.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { decideVerdict, levelOf } from './verdict.ts';
import { isResetElapsed } from './windows.ts';

/** Numbers and state to what the mark in the bar has to show. */
export function markOf(
  reading: Reading,
  { settings, nowMs }: Pick<PresentContext, 'settings' | 'nowMs'>,
): MarkState {
  const numbers = numbersOf(reading);
  const failure = failureOf(reading);
  if (failure?.kind === 'sign-in-required' || failure?.kind === 'auth-file-missing') {
    return { shape: 'sign-in', ring: null, bar: null };
  }
  if (numbers === null)
    return { shape: failure === null ? 'never' : 'stale', ring: null, bar: null };
  const { windows } = numbers.snapshot;
  const current = windows.filter((window) => !isResetElapsed(window, nowMs));
  const ring = remainingShare(current[0]);
  const bar = remainingShare(current.at(-1));
  if (!isCurrent(reading, nowMs)) return { shape: 'stale', ring, bar };
  const near = settings.thresholds[0] ?? 100;
  // Why: the mark and the sentence must not disagree; who spends credits is not blocked.
  const level = levelOfVerdict(decideVerdict(numbers.snapshot, nowMs), near);
  if (level === 'blocked') return { shape: 'blocked', ring, bar };
  const calm =
    level === 'calm' &&
    windows.every((window) => levelOf(window.usedPercent, window.depleted, near) === 'calm');
  return { shape: calm ? 'healthy' : 'near', ring, bar };
}

function remainingShare(window: RateLimitWindow | undefined): number | null {
  if (window === undefined || window.usedPercent === null) return null;
  return Math.min(1, Math.max(0, 1 - window.usedPercent / 100));
}
