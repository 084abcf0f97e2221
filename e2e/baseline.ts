// The committed pictures: which they are, and what a machine must have in common with the one that
// took them before their pixels can be compared at all.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenedGallery } from './gallery.ts';
import { ROOT } from './machine.ts';
import { LANGUAGES, type Shot } from './shots.ts';

export const BASELINE_FOLDER = path.join(ROOT, 'e2e', 'pictures');
export const MACHINE_FILE = path.join(BASELINE_FOLDER, 'taken-with.json');

const [LANGUAGE] = LANGUAGES;

/** One of each kind of panel, so that every part of the look is in some picture. */
export const BASELINE: readonly Shot[] = [
  ...inLook('light', 100, ['healthy', 'slow-down', 'blocked', 'chart-day', 'offline-old']),
  ...inLook('dark', 100, ['healthy', 'spending-credits', 'model-limits', 'chart-week']),
  ...inLook('light', 100, ['not-signed-in', 'reset-passed', 'settings-trouble']),
  ...inLook('dark', 100, ['unknown-answer', 'settings-chosen']),
  ...inLook('light', 200, ['slow-down', 'chart-month']),
  ...inLook('dark', 200, ['sign-in-old']),
];

function inLook(
  theme: Shot['theme'],
  textPercent: Shot['textPercent'],
  states: readonly Shot['state'][],
): readonly Shot[] {
  return states.map((state) => ({ state, theme, textPercent, language: LANGUAGE }));
}

/** Whatever decides about pixels besides our own code. */
export interface Machine {
  readonly electron: string;
  readonly system: string;
  readonly fonts: readonly string[];
}

export async function describeMachine({ app }: OpenedGallery): Promise<Machine> {
  const electron = await app.evaluate(() => process.versions.electron ?? 'none');
  const system = `${process.platform}-${process.arch}`;
  return { electron, system, fonts: ['system-ui', 'system-ui:bold', ':lang=zh-cn'].map(fontFor) };
}

/** The font that a system with fontconfig chooses, how it draws it, and a hash of its file. */
function fontFor(pattern: string): string {
  if (process.platform !== 'linux') return 'not told';
  const asked = '%{file}\n%{fullname[0]} %{fontversion} hinting=%{hintstyle} rgba=%{rgba}';
  const [file = '', drawn = ''] = execFileSync('fc-match', ['-f', asked, pattern], {
    encoding: 'utf8',
  }).split('\n');
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  return `${pattern}: ${drawn} sha256=${hash}`;
}

/** Null where the pictures can be compared; else why not, in one line. */
export function whyNotComparable(here: Machine): string | null {
  if (!existsSync(MACHINE_FILE)) return 'no pictures are committed';
  const taken: Machine = JSON.parse(readFileSync(MACHINE_FILE, 'utf8'));
  if (taken.electron !== here.electron)
    return `they are of Electron ${taken.electron}, this is ${here.electron}`;
  if (taken.system !== here.system) return `they are of ${taken.system}, this is ${here.system}`;
  if (taken.fonts.join() !== here.fonts.join())
    return `their fonts are “${taken.fonts.join('; ')}”, here “${here.fonts.join('; ')}”`;
  return null;
}
