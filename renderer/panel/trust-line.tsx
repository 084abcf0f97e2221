// Where the numbers come from, how old they are, and what recovery did.
// Old numbers are marked by shape and words, never by colour alone.

import type { Panel } from '../../preload/contract.ts';
import { OnwardGlyph, SourceGlyph } from './glyphs.tsx';
import { Words } from './words.tsx';

/** Where the focus returns to when the trust page closes. */
export const TRUST_BUTTON_ID = 'open-trust';

interface TrustProps {
  readonly trust: Panel['trust'];
}

/** Also the way to the trust page, and then named like it where there are no numbers. */
export function SourceLine({ trust, onTrust }: TrustProps & { readonly onTrust: () => void }) {
  const { source, old, openLabel } = trust;
  return (
    <button
      id={TRUST_BUTTON_ID}
      type="button"
      class="source"
      title={source === null ? undefined : openLabel}
      onClick={onTrust}
    >
      {source !== null && <SourceGlyph old={old} />}
      <span class="source-words">
        <Words text={source ?? openLabel} />
        <OnwardGlyph />
      </span>
    </button>
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
