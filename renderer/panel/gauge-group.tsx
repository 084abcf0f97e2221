// Gauges that belong together under a title, such as the limits of one model.
// Finished texts in; the title is the list’s name for screen readers too.

import type { Panel } from '../../preload/contract.ts';
import { GaugeList } from './gauge.tsx';

export function GaugeGroup({ group }: { readonly group: Panel['groups'][number] }) {
  return (
    <section class="group" aria-label={group.title}>
      <h2>{group.title}</h2>
      <GaugeList gauges={group.gauges} />
    </section>
  );
}
