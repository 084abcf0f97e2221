// More of local activity: bars by day, the numbers of the span, the parts of the tokens, and how far a
// count has come. Rows keep their places while numbers fill in; only models are added, at the end.

import type { CSSProperties } from 'preact';
import type { Panel, SettingChange } from '../../preload/contract.ts';
import { Tokens } from './activity-tokens.tsx';
import { SpanSwitch } from './span-switch.tsx';

type DetailsContent = NonNullable<NonNullable<Panel['activity']>['details']>;
type Line = DetailsContent['kinds'][number];

export interface ActivityDetailsProps {
  readonly details: DetailsContent;
  readonly onChoose: (change: SettingChange) => void;
}

export function ActivityDetails({ details, onChoose }: ActivityDetailsProps) {
  const { spans, days, total, kinds, modelsName, models, compressed } = details;
  return (
    <>
      {spans !== null && <SpanSwitch spans={spans} onChoose={onChoose} />}
      <Days days={days} />
      {total !== null && (
        <div class="activity-total">
          <div class="activity-head">
            <h3>{total.label}</h3>
            <Tokens row={total} />
          </div>
          <p class="activity-counts">{total.counts}</p>
        </div>
      )}
      <Lines lines={kinds} />
      {models.length > 0 && <Lines lines={models} name={modelsName} />}
      <Counting {...details} />
      {compressed !== null && <p class="activity-counts">{compressed}</p>}
    </>
  );
}

function Days({ days }: { readonly days: DetailsContent['days'] }) {
  return (
    <div class="days" role="img" aria-label={days.spoken}>
      <div class="days-bars">
        {days.bars.map(({ day, height, inSpan, hint }) => (
          <div key={day} class="day" data-in-span={inSpan} title={hint ?? undefined}>
            {height !== null && <i style={share('--height', 100 * height)} />}
          </div>
        ))}
      </div>
      <span class="days-peak">{days.peak}</span>
      <div class="days-names">
        <span>{days.first}</span>
        <span>{days.last}</span>
      </div>
    </div>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly name?: string;
}

function Lines({ lines, name }: LinesProps) {
  return (
    <ul class="activity-lines" aria-label={name}>
      {lines.map(({ id, label, tokens, spoken, sharePercent }) => (
        <li key={id}>
          <div class="activity-line" role="img" aria-label={spoken}>
            <span class="activity-label">{label}</span>
            <span class="activity-value">{tokens}</span>
            {sharePercent !== null && (
              <div class="share">
                <i style={share('--share', sharePercent)} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** One line with one place: how far the count has come, and what it found once it is over. */
function Counting({ counting, recent }: Pick<DetailsContent, 'counting' | 'recent'>) {
  if (counting === null) return recent === null ? null : <p class="activity-counts">{recent}</p>;
  return (
    <p
      class="activity-counts"
      role="progressbar"
      aria-label={counting.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={counting.percent ?? undefined}
      aria-valuetext={counting.text}
    >
      {counting.text}
    </p>
  );
}

/** Why: an object reaches the element through CSSOM, which the policy allows; an attribute would not. */
function share(name: '--share' | '--height', percent: number): CSSProperties {
  return { [name]: `${percent}%` };
}
