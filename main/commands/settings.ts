// The person's settings as the app keeps them: read, and never written. Apart from the rest of a command's
// surroundings, because not every command opens a sign-in.

import path from 'node:path';
import { nodePorts } from '../codex/node-ports.ts';
import { readSmallFile } from '../codex/small-file.ts';
import { parseSettings, type Settings } from '../core/settings.ts';

const SETTINGS_MAX_BYTES = 256 * 1024;

/** The app's settings, read and never written; defaults where they cannot be read. */
export async function loadSettings(plimsollHome: string): Promise<Settings> {
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
