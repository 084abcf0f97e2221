// One figure of tokens in little room, "12.4M tokens so far". Finished texts in; a screen reader is told
// all of it.

import type { Panel } from '../../preload/contract.ts';

type Row = NonNullable<Panel['activity']>['today'];

export function Tokens({ row }: { readonly row: Row }) {
  return (
    <span class="activity-number" role="img" aria-label={row.spoken}>
      <span class="activity-tokens">{row.tokens}</span>{' '}
      <span class="activity-note">{row.note}</span>
    </span>
  );
}
