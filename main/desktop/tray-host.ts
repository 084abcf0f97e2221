// Whether anything on this desktop shows tray icons. On Linux the session bus knows, elsewhere the
// system always does. Asks the small programs that come with every bus; never guesses.

import { execFile } from 'node:child_process';
import { SECOND_MS } from '../core/time.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const PROPERTY = 'IsStatusNotifierHostRegistered';

/**
 * Why programs: Electron gives no D-Bus, and a tray's bounds are zero on every Linux. One of these
 * comes with GLib, systemd or the bus itself; a package for one question would be carried for ever.
 * Source: the StatusNotifierItem specification; observed with xfce4-panel 4.18, and that Electron 33
 * falls back to the older protocol for the rest of its life without a host at the start.
 */
const QUESTIONS: readonly (readonly [string, ...string[]])[] = [
  [
    ...(['gdbus', 'call', '--session', '--timeout=1', '--dest', WATCHER] as const),
    ...['--object-path', PATH, '--method', `${PROPERTIES}.Get`, WATCHER, PROPERTY],
  ],
  ['busctl', '--user', '--auto-start=no', 'get-property', WATCHER, PATH, WATCHER, PROPERTY],
  [
    ...(['dbus-send', '--session', '--print-reply', '--reply-timeout=1000'] as const),
    ...[`--dest=${WATCHER}`, PATH, `${PROPERTIES}.Get`, `string:${WATCHER}`, `string:${PROPERTY}`],
  ],
];

const ANSWER_LIMIT_MS = 1_500;
const ANSWER_MAX_BYTES = 4_096;
/** How often is asked again while a desktop is still starting. */
const ASK_AGAIN_MS = SECOND_MS;

/** `missing`: there is no such program. `late`: it did not answer in time. */
export type Answer = { readonly text: string } | 'refused' | 'missing' | 'late';
export type AskProgram = (program: string, args: readonly string[]) => Promise<Answer>;

/** Whether a host for icons is on the session bus; null when nothing here could tell. */
export async function hasTrayHost(ask: AskProgram = askProgram): Promise<boolean | null> {
  for (const [program, ...args] of QUESTIONS) {
    const answer = await ask(program, args);
    if (answer === 'missing') continue;
    if (answer === 'late') return null;
    return answer !== 'refused' && /\btrue\b/.test(answer.text);
  }
  return null;
}

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

/** Starts a program and waits a moment for its answer. */
export function askProgram(program: string, args: readonly string[]): Promise<Answer> {
  const options = { timeout: ANSWER_LIMIT_MS, maxBuffer: ANSWER_MAX_BYTES, shell: false } as const;
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout) => {
      if (error === null) resolve({ text: stdout });
      else if (error.code === 'ENOENT' || error.code === 'EACCES') resolve('missing');
      else resolve(error.killed === true ? 'late' : 'refused');
    });
  });
}
