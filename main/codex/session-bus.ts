// What is on this desktop's session bus: a host for tray icons, a notification service. On Linux the bus
// knows, elsewhere the system always has both. Asks the small programs of every bus; never guesses.

import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const BUS = 'org.freedesktop.DBus';
const BUS_PATH = '/org/freedesktop/DBus';
const NOTIFICATIONS = 'org.freedesktop.Notifications';

type Question = readonly [string, ...string[]];

/**
 * Why programs: Electron gives no D-Bus, and a tray's bounds are zero on every Linux. One of these
 * comes with GLib, systemd or the bus itself; a package for one question would be carried for ever.
 * Source: the StatusNotifierItem specification; observed with xfce4-panel 4.18, and that Electron 33
 * falls back to the older protocol for the rest of its life without a host at the start.
 */
const QUESTIONS: readonly Question[] = [
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

/** The names that can be had on the bus, whether their programs run yet or not. */
const NAME_QUESTIONS: readonly Question[] = [
  [
    ...(['gdbus', 'call', '--session', '--timeout=1', '--dest', BUS] as const),
    ...['--object-path', BUS_PATH, '--method', `${BUS}.ListActivatableNames`],
  ],
  ['busctl', '--user', 'call', BUS, BUS_PATH, BUS, 'ListActivatableNames'],
  [
    ...(['dbus-send', '--session', '--print-reply', '--reply-timeout=1000'] as const),
    ...[`--dest=${BUS}`, BUS_PATH, `${BUS}.ListActivatableNames`],
  ],
];
const RUNNING_QUESTIONS = NAME_QUESTIONS.map(([program, ...args]): Question => {
  const others = args.map((arg) => arg.replace('ListActivatableNames', 'ListNames'));
  return [program, ...others];
});

const ANSWER_LIMIT_MS = 1_500;
const ANSWER_MAX_BYTES = 64 * 1024;

/** `missing`: there is no such program. `late`: it did not answer in time. */
export type Answer = { readonly text: string } | 'refused' | 'missing' | 'late';
export type AskProgram = (program: string, args: readonly string[]) => Promise<Answer>;

/** Whether a host for icons is on the session bus; null when nothing here could tell. */
export function hasTrayHost(ask: AskProgram = askProgram): Promise<boolean | null> {
  return firstAnswer(QUESTIONS, /\btrue\b/, ask);
}

/** Whether somebody would show notifications; null when nothing here could tell. */
export async function hasNotifications(ask: AskProgram = askProgram): Promise<boolean | null> {
  const name = new RegExp(`["']${NOTIFICATIONS.replaceAll('.', '\\.')}["']`);
  const isRunning = await firstAnswer(RUNNING_QUESTIONS, name, ask);
  return isRunning === false ? firstAnswer(NAME_QUESTIONS, name, ask) : isRunning;
}

async function firstAnswer(
  questions: readonly Question[],
  yes: RegExp,
  ask: AskProgram,
): Promise<boolean | null> {
  for (const [program, ...args] of questions) {
    const answer = await ask(program, args);
    if (answer === 'missing') continue;
    if (answer === 'late') return null;
    return answer !== 'refused' && yes.test(answer.text);
  }
  return null;
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
