// Gauges that belong together under a title, such as the limits of one model.
// Finished texts in; the title is a heading, and so spoken once.

import type { Panel } from '../../preload/contract.ts';
import { GaugeList } from './gauge.tsx';

export function GaugeGroup({ group }: { readonly group: Panel['groups'][number] }) {
  return (
    <section class="group">
      <h2>{group.title}</h2>
      <GaugeList gauges={group.gauges} />
    </section>
  );
}
