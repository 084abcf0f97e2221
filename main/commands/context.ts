// What every subcommand needs: the Codex home opened for a terminal, the person's settings (read, not
// written) and words in their locale and zone.

import path from 'node:path';
import { nodePorts } from '../codex/node-ports.ts';
import { type OpenedHome, openHome } from '../codex/open-home.ts';
import { readSmallFile } from '../codex/small-file.ts';
import { parseSettings, type Settings } from '../core/settings.ts';
import { createWords, type Words } from '../core/words/words.ts';

const SETTINGS_MAX_BYTES = 256 * 1024;

export interface CommandHome {
  readonly home: OpenedHome;
  readonly settings: Settings;
  readonly words: Words;
}

export async function openCommandHome(
  folders: { readonly codexHome: string; readonly plimsollHome: string },
  version: string,
): Promise<CommandHome> {
  const [home, settings] = await Promise.all([
    openHome({
      ...folders,
      version,
      platform: process.platform,
      proxyFor: async () => 'environment',
      pace: process.env.PLIMSOLL_PACE,
      tokenUrlOverride: process.env.CODEX_REFRESH_TOKEN_URL_OVERRIDE,
    }),
    loadSettings(folders.plimsollHome),
  ]);
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { home, settings, words: createWords({ locale, timeZone }) };
}

async function loadSettings(plimsollHome: string): Promise<Settings> {
  const file = path.join(plimsollHome, 'settings.json');
  const read = await readSmallFile(nodePorts.files, file, SETTINGS_MAX_BYTES);
  if (!read.ok) return parseSettings(null);
  try {
    return parseSettings(JSON.parse(read.value.text));
  } catch {
    // The app sets an unreadable file aside at its next start; until then defaults hold.
    return parseSettings(null);
  }
}
