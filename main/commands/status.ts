// `plimsoll status`: one poll with recovery, or what was saved, as words or as the object of
// contract.md §4. The exit code follows the failure's remedy.

import type { OpenedHome } from '../codex/open-home.ts';
import { watchHome } from '../codex/watch.ts';
import { remedyOf } from '../core/failure.ts';
import { presentNotice, presentPanel, type Shown } from '../core/panel.ts';
import { type Account, advance, failureOf, NO_READING, type Reading } from '../core/reading.ts';
import { formatPanel, type Terminal } from '../core/report-text.ts';
import type { Settings } from '../core/settings.ts';
import { presentStatus } from '../core/status.ts';
import type { Words } from '../core/words/words.ts';
import { createMonitor } from '../monitor.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Options } from './options.ts';

export interface StatusCommand {
  readonly home: OpenedHome;
  readonly codexHome: string;
  /** What its sign-in file is called; null where there is none. */
  readonly authName: string | null;
  readonly options: Options;
  readonly settings: Settings;
  readonly words: Words;
  /** Null when the output goes elsewhere. */
  readonly terminal: Terminal | null;
  readonly nowMs: () => number;
  /** One text to standard output. */
  readonly print: (text: string) => void;
  /** One note to standard error. */
  readonly note: (text: string) => void;
}

/** What there is to print: what the popover would show, and whose it is. */
interface Printed extends Shown {
  readonly account: Account | null;
}

/** Resolves with the exit code; with --watch it goes on until the process is told to end. */
export async function runStatus(command: StatusCommand): Promise<number> {
  const { home, options } = command;
  if (options.openKeyring) home.openKeyring();
  if (options.watch) return watch(command, await home.savedReading());
  if (options.cached) {
    const saved = await home.savedReading();
    const reading: Reading = saved ?? { kind: 'failed', failure: { kind: 'nothing-saved' } };
    return show(command, { ...QUIET, reading, account: saved?.account ?? null });
  }
  // Why together: a half-written file is waited for in each, and once is enough.
  const [saved, outcome] = await Promise.all([
    home.savedReading(),
    home.poll({ force: true, onceMore: false }),
  ]);
  const { account, recovery, warning, unexplained = null } = outcome;
  const reading = advance(saved ?? NO_READING, outcome);
  return show(command, { ...QUIET, reading, account, recovery, warning, unexplained });
}

const QUIET = {
  polling: false,
  nextPollAtMs: null,
  notBeforeMs: null,
  recovery: [],
  warning: null,
} as const;

/** Prints after every poll, at the app's own pace. */
function watch(command: StatusCommand, saved: Reading | null): Promise<number> {
  const { home, nowMs, settings } = command;
  const { pollMinutes } = settings;
  let account: Account | null = null;
  const monitor = createMonitor(
    {
      async readUsage(how) {
        const outcome = await home.poll(how);
        account = outcome.account;
        return outcome;
      },
      isNews: () => home.isNews(),
      lookIntoLog: () => home.lookIntoLog(),
      asksNobody: () => home.asksNobody(),
      nowMs,
      steadyMs: () => performance.now(),
      random: Math.random,
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
      // A terminal tells nothing of power, network or use.
      conditions: () => ({ pollMinutes, isSaving: false, noticesUse: false }),
      network: () => 'settled',
      onChange(state) {
        const isNews = state.reading.kind !== 'none' && state.reading.kind !== 'saved';
        if (!state.polling && isNews) show(command, { ...state, account });
      },
    },
    { paceDivisor: home.paceDivisor },
  );
  monitor.start({ saved, notBeforeMs: null, atLogin: false });
  const { codexHome, authName } = command;
  if (authName !== null) watchHome(codexHome, () => void monitor.poll('file-changed'), authName);
  return new Promise(() => {});
}

function show(command: StatusCommand, printed: Printed): number {
  const { options, words, settings, home, codexHome } = command;
  const nowMs = command.nowMs();
  const context = { words, settings, nowMs, paceDivisor: home.paceDivisor };
  const { panel } = presentPanel(printed, context);
  const told = presentNotice(printed, context, { promises: options.watch });
  const notice = told === null ? null : words.say.titled(told.title, told.text);
  if (options.json) {
    const verdict = panel.verdict?.text ?? notice ?? '';
    const input = { ...printed, verdict, codexHome, accountName: options.account ?? 'default' };
    const indent = options.watch ? 0 : 2;
    command.print(JSON.stringify(presentStatus(input, { words, nowMs }), null, indent));
  } else {
    const text = formatPanel(panel, command.terminal);
    if (text !== '') command.print(text);
    if (notice !== null) command.note(notice);
  }
  const failure = failureOf(printed.reading);
  return failure === null ? 0 : EXIT_CODES[remedyOf(failure.kind)];
}
