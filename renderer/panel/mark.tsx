// The load line, drawn large for an empty popover: a ring, its bar, and water below.
// The tone changes the shape: a dot asks for something, dashes wait, a broken bar was not understood.

import type { Panel } from '../../preload/contract.ts';

type Tone = NonNullable<Panel['notice']>['tone'];

export function Mark({ tone }: { readonly tone: Tone }) {
  return (
    <svg class="mark" viewBox="0 0 112 80" aria-hidden="true" focusable="false">
      <path class="water" d="M32 40a24 24 0 0 0 48 0q-6-4-12 0t-12 0-12 0-12 0Z" />
      <path
        class="swell"
        d="M6 56q4-3 8 0t8 0M90 56q4-3 8 0t8 0M14 65q4-3 8 0t8 0M82 65q4-3 8 0t8 0"
      />
      <circle class="ring" cx="56" cy="40" r="26" data-dashed={tone === 'wait'} />
      {tone === 'report' ? (
        <path class="line" d="M12 40h31l7-9 12 18 7-9h31" />
      ) : (
        <path class="line" d="M12 40h88" />
      )}
      {tone === 'act' && <circle class="dot" cx="78" cy="16" r="9" />}
    </svg>
  );
}
