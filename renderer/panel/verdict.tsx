// The one sentence of advice, first in the popover and a live region for screen readers.
// Its level shows as a sign of its own shape, never by colour alone.

import type { Panel } from '../../preload/contract.ts';
import { LevelGlyph } from './glyphs.tsx';
import { Words } from './words.tsx';

export function Verdict({ verdict }: { readonly verdict: Panel['verdict'] }) {
  // Why: the live region stays in the document while empty; only then is its first sentence spoken.
  return (
    <div class="verdict" data-level={verdict?.level}>
      {verdict !== null && <LevelGlyph level={verdict.level} />}
      <output>
        <Words text={verdict?.text} />
      </output>
    </div>
  );
}
