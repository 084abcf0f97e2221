// What `plimsoll activity` starts from: whose sessions are counted, whether an index is kept, and words
// in the person's language. Opens no sign-in.

import { type AccountEntry, foldersOf } from '../codex/account-place.ts';
import { createActivityCounter } from '../codex/activity-counter.ts';
import { createIndexFile } from '../codex/activity-index-file.ts';
import { sessionsHomeOf } from '../codex/sessions-home.ts';
import { createWords } from '../core/words/words.ts';
import type { ActivityCommand } from './activity.ts';
import { loadSettings } from './context.ts';
import type { Options } from './options.ts';

export interface ActivityHome {
  readonly options: Options;
  /** Codex's own home. */
  readonly codexHome: string;
  readonly plimsollHome: string;
}

export async function openActivityCommand(
  entry: AccountEntry,
  { options, codexHome: ownHome, plimsollHome }: ActivityHome,
): Promise<Pick<ActivityCommand, 'codexHome' | 'counter' | 'words' | 'timeZone'>> {
  const folders = foldersOf(entry, { plimsollHome, ownHome, held: null });
  const codexHome = sessionsHomeOf(folders);
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { language } = await loadSettings(plimsollHome);
  const words = createWords({ locale, timeZone }, language);
  const keeps = codexHome !== null && options.keepsIndex;
  const index = keeps ? createIndexFile({ codexHome, plimsollHome }) : null;
  const counter = codexHome === null ? null : createActivityCounter({ codexHome, index });
  return { codexHome: codexHome ?? folders.codexHome, counter, words, timeZone };
}
