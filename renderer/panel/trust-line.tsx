// Where the numbers come from, how old they are, and what recovery did.
// Old numbers are marked by shape and words, never by colour alone.

import type { Panel } from '../../preload/contract.ts';
import { SourceGlyph } from './glyphs.tsx';
import { Words } from './words.tsx';

interface TrustProps {
  readonly trust: Panel['trust'];
}

export function SourceLine({ trust }: TrustProps) {
  if (trust.source === null) return null;
  return (
    <div class="source">
      <SourceGlyph old={trust.old} />
      <p>
        <Words text={trust.source} />
      </p>
    </div>
  );
}

export function RecoveryLine({ trust }: TrustProps) {
  if (trust.recovery === null) return null;
  return (
    <p class="recovery">
      <Words text={trust.recovery} />
    </p>
  );
}
