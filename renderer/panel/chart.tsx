// How the limits went, as one small picture: steps, for a value holds until the next one is measured.
// A picture with a spoken summary for screen readers, and the switch between its spans.

import { area, curveStepAfter, line } from 'd3-shape';
import type { Panel, SettingChange } from '../../preload/contract.ts';
import { SpanSwitch } from './span-switch.tsx';

type ChartContent = NonNullable<Panel['chart']>;
type Series = ChartContent['series'][number];
type Point = Series['runs'][number][number];

/** Units of the drawing, which is stretched to the room it gets. */
const WIDTH = 300;
const HEIGHT = 100;

const stepLine = line<Point>()
  .x(({ x }) => x * WIDTH)
  .y(({ y }) => (1 - y) * HEIGHT)
  .curve(curveStepAfter);

const stepArea = area<Point>()
  .x(({ x }) => x * WIDTH)
  .y0(HEIGHT)
  .y1(({ y }) => (1 - y) * HEIGHT)
  .curve(curveStepAfter);

export interface ChartProps {
  readonly chart: ChartContent;
  readonly onChoose: (change: SettingChange) => void;
}

export function Chart({ chart, onChoose }: ChartProps) {
  return (
    <section class="chart">
      <div class="chart-head">
        <h2>{chart.title}</h2>
        <SpanSwitch spans={chart.spans} onChoose={onChoose} />
      </div>
      <div class="chart-picture" role="img" aria-label={chart.spoken}>
        <Plot chart={chart} />
        <div class="chart-levels">
          {chart.levels.map((level) => (
            <span key={level}>{level}</span>
          ))}
        </div>
        <div class="chart-moments">
          {chart.moments.map((moment) => (
            <span key={moment}>{moment}</span>
          ))}
        </div>
        <Legend chart={chart} />
      </div>
    </section>
  );
}

function Plot({ chart }: { readonly chart: ChartContent }) {
  const { series, levels, nothing } = chart;
  return (
    <div class="chart-plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {levels.map((level, index) => {
          const y = (HEIGHT * index) / (levels.length - 1);
          return <path key={level} class="chart-grid" d={`M0 ${y}H${WIDTH}`} />;
        })}
        {series.map(({ id, resets }, index) => (
          <Resets key={id} resets={resets} order={index} />
        ))}
        {series.toReversed().map((each) => (
          <Trace key={each.id} series={each} order={series.indexOf(each)} />
        ))}
      </svg>
      {nothing !== null && <p>{nothing}</p>}
    </div>
  );
}

function Resets({ resets, order }: Pick<Series, 'resets'> & { readonly order: number }) {
  const marks = resets.map((x) => `M${x * WIDTH} 0V${HEIGHT}`).join('');
  return marks === '' ? null : <path class="chart-reset" data-order={order} d={marks} />;
}

function Trace({ series, order }: { readonly series: Series; readonly order: number }) {
  const join = (draw: (run: readonly Point[]) => string | null): string =>
    series.runs.map((run) => draw(run) ?? '').join('');
  return (
    <g class="chart-series" data-order={order}>
      {order === 0 && <path class="chart-area" d={join((run) => stepArea([...run]))} />}
      <path class="chart-line" d={join((run) => stepLine([...run]))} />
    </g>
  );
}

function Legend({ chart }: { readonly chart: ChartContent }) {
  return (
    <div class="chart-legend">
      {chart.series.map(({ id, label }, index) => (
        <span key={id} class="chart-series" data-order={index}>
          <svg viewBox="0 0 18 8" aria-hidden="true" focusable="false">
            <path class="chart-line" d="M1 4H17" />
          </svg>
          {label}
        </span>
      ))}
      {chart.resetLabel !== null && (
        <span>
          <svg viewBox="0 0 6 12" aria-hidden="true" focusable="false">
            <path class="chart-reset" d="M3 0V12" />
          </svg>
          {chart.resetLabel}
        </span>
      )}
    </div>
  );
}
