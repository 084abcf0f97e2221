// What `plimsoll activity` starts from: whose sessions are counted, whether an index is kept, and words
// in the person's language. Opens no sign-in.

import { type AccountEntry, foldersOf } from '../codex/account-place.ts';
import { createActivityCounter } from '../codex/activity/counter.ts';
import { createIndexFile } from '../codex/activity/index-file.ts';
import { sessionsHomeOf } from '../codex/sessions/sessions-home.ts';
import type { Words } from '../core/words/words.ts';
import type { ActivityCommand } from './activity.ts';
import type { Options } from './options.ts';
import { systemTimeZone } from './system-zone.ts';

// Why: what is loaded as one file is loaded sooner.
export { runActivity } from './activity.ts';

export interface ActivityHome {
  readonly options: Options;
  /** Codex's own home. */
  readonly codexHome: string;
  readonly plimsollHome: string;
}

export function openActivityCommand(
  entry: AccountEntry,
  { options, codexHome: ownHome, plimsollHome }: ActivityHome,
): Pick<ActivityCommand, 'codexHome' | 'counter' | 'words' | 'timeZone'> {
  const folders = foldersOf(entry, { plimsollHome, ownHome, held: null });
  const codexHome = sessionsHomeOf(folders);
  const timeZone = systemTimeZone();
  const keeps = codexHome !== null && options.keepsIndex;
  const index = keeps ? createIndexFile({ codexHome, plimsollHome }) : null;
  const counter =
    codexHome === null ? null : createActivityCounter({ codexHome, index, ownZone: timeZone });
  const words = (): Promise<Words> => loadWords(timeZone, plimsollHome);
  return { codexHome: codexHome ?? folders.codexHome, counter, words, timeZone };
}

/** Why so late: a script that reads the object needs none of it, and it takes longer than a count. */
async function loadWords(timeZone: string, plimsollHome: string): Promise<Words> {
  const [{ createWords }, { loadSettings }] = await Promise.all([
    import('../core/words/words.ts'),
    import('./settings.ts'),
  ]);
  const { language } = await loadSettings(plimsollHome);
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  return createWords({ locale, timeZone }, language);
}
