// The one quiet line that says that a newer Plimsoll is out, finished: for the popover, and for the
// menu, which says the same.

import type { UpdateLine } from '../panel-types.ts';
import type { Words } from '../words/words.ts';

/** Null while there is nothing to tell. */
export function presentUpdate(version: string | null, { say }: Words): UpdateLine | null {
  if (version === null) return null;
  return {
    text: say.updates.isOut(version),
    button: { act: 'open-releases', label: say.acts['open-releases'] },
    hide: { act: 'hide-update', label: say.acts['hide-update'] },
  };
}
