// What the app writes down about itself: its log, and the record that the trust page shows. A bug is
// noted here too, wherever it happens. Electron arrives as an argument.

import { homedir } from 'node:os';
import path from 'node:path';
import { feedHosts } from '../codex/feed.ts';
import { codexHome } from '../codex/home.ts';
import { USUAL_HOSTS } from '../codex/witness.ts';
import type { Words } from '../core/words/words.ts';
import { createLog, type Log, logLevelOf } from '../log.ts';
import { ownFeed } from './open-updates.ts';
import type { AppContext, Parts } from './parts.ts';
import { createTrust } from './trust.ts';

const nowMs = (): number => Date.now();

export interface RecordsContext
  extends Pick<AppContext, 'electron' | 'plimsollHome' | 'takeStarted'> {
  readonly words: () => Words;
}

/** Both, in use from now on. */
export function openRecords(
  { electron, plimsollHome, takeStarted, words }: RecordsContext,
  parts: () => Parts,
): Pick<Parts, 'log' | 'trust'> {
  const { env, platform } = process;
  const homeDirectory = homedir();
  const folder = codexHome({ env, platform, homeDirectory });
  const trust = createTrust({
    folders: { homeDirectory, codexHome: folder, plimsollHome },
    usualHosts: [...USUAL_HOSTS, ...feedHosts(ownFeed(electron))],
    nowMs,
    takeStarted,
    alertLog: () =>
      parts()
        .accounts.units()
        .flatMap(({ alerting }) => alerting.log()),
    words,
    writeClipboard: (text) => electron.clipboard.writeText(text),
    onChange: () => parts().painter.repaint(),
  });
  const log = createLog({
    folder: path.join(plimsollHome, 'logs'),
    level: logLevelOf(process.env.PLIMSOLL_LOG),
    nowMs,
    onWrite: (file, isDone) => trust.saw('written', file, isDone),
  });
  process.on('uncaughtException', (error) => noteBug(log, error));
  process.on('unhandledRejection', (error) => noteBug(log, error));
  return { log, trust };
}

/** A bug is logged by name and place; its message may quote what no log may hold. */
function noteBug(log: Log, error: unknown): void {
  const isError = error instanceof Error;
  const place = isError
    ? (error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '')
    : '';
  log.error('bug', { name: isError ? error.name : typeof error, place: place.trim() });
}
