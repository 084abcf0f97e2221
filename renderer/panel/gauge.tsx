// One quota window as a row: label, percent, bar with pace tick, reset. A meter for screen readers.
// Never shows a number for an unknown share: the track is then empty and dashed.

import type { CSSProperties } from 'preact';
import type { Panel } from '../../preload/contract.ts';
import { LevelGlyph } from './glyphs.tsx';
import { Words } from './words.tsx';

type GaugeContent = Panel['gauges'][number];

export function GaugeList({ gauges }: { readonly gauges: readonly GaugeContent[] }) {
  return (
    <ul class="gauges">
      {gauges.map((gauge) => (
        <Gauge key={gauge.id} gauge={gauge} />
      ))}
    </ul>
  );
}

export function Gauge({ gauge }: { readonly gauge: GaugeContent }) {
  return (
    <li
      class="gauge"
      data-level={gauge.level}
      data-outdated={gauge.outdated}
      data-unknown={gauge.fillPercent === null}
    >
      <div class="gauge-row" {...spokenAs(gauge)}>
        <div class="gauge-head">
          <span class="gauge-label">{gauge.label}</span>
          <span class="gauge-number">
            {gauge.level !== 'calm' && <LevelGlyph level={gauge.level} />}
            <span class="gauge-percent">{gauge.percent}</span>{' '}
            <span class="gauge-note">{gauge.percentNote}</span>
          </span>
        </div>
        <Bar fillPercent={gauge.fillPercent} paceTickPercent={gauge.paceTickPercent} />
        <div class="gauge-reset">
          <Words text={gauge.reset} />
        </div>
      </div>
    </li>
  );
}

/** A meter must have a value; an unknown share is a picture with the same sentence. */
function spokenAs({ label, spoken, fillPercent }: GaugeContent) {
  if (fillPercent === null) return { role: 'img', 'aria-label': spoken } as const;
  return {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': fillPercent,
    'aria-valuetext': spoken,
  } as const;
}

type BarProps = Pick<GaugeContent, 'fillPercent' | 'paceTickPercent'>;

function Bar({ fillPercent, paceTickPercent }: BarProps) {
  return (
    <div class="bar">
      <div class="bar-track">
        {fillPercent !== null && <div class="bar-fill" style={share(fillPercent)} />}
      </div>
      {paceTickPercent !== null && <div class="bar-tick" style={share(paceTickPercent)} />}
    </div>
  );
}

/** Why: an object reaches the element through CSSOM, which the policy allows; an attribute would not. */
function share(percent: number): CSSProperties {
  return { '--share': `${percent}%` };
}
