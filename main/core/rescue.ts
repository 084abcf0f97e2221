// What a window says that stands where an icon should be: why there is no icon, and the way out.
// Finding out is the shell's; the sentences are the catalogue's.

import type { Rescue } from './panel-types.ts';
import type { Words } from './words/words.ts';

/** Why no icon is to be seen; the catalogue has a sentence for each. */
export type RescueReason = 'gnome' | 'no-tray' | 'hidden';

/** Null while there is an icon. */
export function presentRescue(reason: RescueReason | null, { say }: Words): Rescue | null {
  if (reason === null) return null;
  // Why a button: without an icon there is no menu either.
  const button = { act: 'quit', label: say.menu.quit } as const;
  return { title: say.rescue.title, text: say.rescue[reason], button };
}
