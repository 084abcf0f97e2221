// The panel as lines of text for a terminal: the same words, in columns; bars and colour only where
// there is a terminal to paint them on.

import type { Gauge, Level, Panel } from './panel-types.ts';

export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

const BAR_WIDTH = 20;
const BAR_MIN_COLUMNS = 80;
const COLOURS: Record<Level, string> = { calm: '32', near: '33', blocked: '31' };

/** Lines for standard output; null paints neither bars nor colours. */
export function formatPanel(panel: Panel, terminal: Terminal | null): string {
  const groups = panel.groups.map(({ title, gauges }) => [
    title,
    ...formatGauges(gauges, terminal).map((line) => `  ${line}`),
  ]);
  const facts = panel.facts.map(
    ({ label, value, detail }) => `${label}: ${value}${detail === null ? '' : ` (${detail})`}`,
  );
  const trust = [panel.plan, panel.email, panel.trust.source].filter((part) => part !== null);
  const blocks = [
    panel.verdict === null ? [] : [tint(panel.verdict.text, panel.verdict.level, terminal)],
    formatGauges(panel.gauges, terminal),
    ...groups,
    facts,
    [...(trust.length > 0 ? [trust.join(' · ')] : []), ...recoveryLine(panel)],
  ];
  const shown = blocks.filter((block) => block.length > 0);
  return shown.map((block) => block.join('\n')).join('\n\n');
}

function recoveryLine({ trust }: Panel): readonly string[] {
  return trust.recovery === null ? [] : [trust.recovery];
}

function formatGauges(gauges: readonly Gauge[], terminal: Terminal | null): readonly string[] {
  const labels = width(gauges.map(({ label }) => label));
  const percents = width(gauges.map(percentText));
  return gauges.map((gauge) => {
    const bar =
      terminal === null || terminal.columns < BAR_MIN_COLUMNS
        ? ''
        : `${paintBar(gauge.fillPercent)}  `;
    const percent = padTo(percentText(gauge), percents);
    const line = `${padTo(gauge.label, labels)}  ${tint(percent, gauge.level, terminal)}  `;
    return `${line}${bar}${gauge.reset}`;
  });
}

function percentText({ percent, percentNote }: Gauge): string {
  return `${percent} ${percentNote}`;
}

/** A bar of blocks; null paints one of which nothing is known. */
export function paintBar(fillPercent: number | null): string {
  if (fillPercent === null) return '·'.repeat(BAR_WIDTH);
  const filled = Math.round((fillPercent / 100) * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

function width(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(columnsOf));
}

/** How many columns a text takes. Source: East Asian Width, Unicode annex 11: terminals give such a sign two columns. */
export function columnsOf(text: string): number {
  const wide = text.match(/[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/gu);
  return text.length + (wide?.length ?? 0);
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

function tint(text: string, level: Level, terminal: Terminal | null): string {
  return terminal?.color ? `\u001b[${COLOURS[level]}m${text}\u001b[0m` : text;
}
