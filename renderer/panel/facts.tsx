// Quiet lines below the gauges: credits, spend limit, earned resets.
// Finished texts in, a list out; nothing is computed here.

import type { Panel } from '../../preload/contract.ts';
import { Words } from './words.tsx';

export function Facts({ facts }: { readonly facts: Panel['facts'] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.id} class="fact">
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
          {fact.detail !== null && (
            <dd class="detail">
              <Words text={fact.detail} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
