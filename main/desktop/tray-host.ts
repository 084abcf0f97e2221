// Waiting for something that shows tray icons while a desktop is still starting. Whether it is there,
// the session bus knows; the caller asks.

import { SECOND_MS } from '../core/time.ts';

/** How often is asked again while a desktop is still starting. */
const ASK_AGAIN_MS = SECOND_MS;

export interface HostWait {
  readonly hasHost: () => Promise<boolean | null>;
  readonly nowMs: () => number;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly limitMs: number;
}

/**
 * Resolves once there is a host, nothing can tell, or the time is up.
 * Why: who starts at login may be faster than the panel, and Electron asks for a host only once.
 */
export async function waitForTrayHost({
  hasHost,
  nowMs,
  pause,
  limitMs,
}: HostWait): Promise<boolean | null> {
  const untilMs = nowMs() + limitMs;
  for (;;) {
    const answer = await hasHost();
    if (answer !== false || nowMs() + ASK_AGAIN_MS > untilMs) return answer;
    await pause(ASK_AGAIN_MS);
  }
}
