// Local activity as tables for a terminal: by day, by model, or by both, each with a row of all. Figures
// stand to the right, by the person's own grouping.

import { columnsOf, padTo } from '../report-text.ts';
import type { Words } from '../words/words.ts';
import { nameOfModel, presentCompressed, presentRecent, presentUnread } from './notes.ts';
import type { ActivityCounts, ActivityReport } from './report-types.ts';

export interface ActivityText {
  readonly words: Words;
  /** Which rows; nothing means days and then models. */
  readonly by: readonly ('day' | 'model')[];
}

const COLUMNS = [
  ...(['sessions', 'turns', 'calls'] as const),
  ...(['input', 'cached', 'output', 'reasoning', 'total'] as const),
] satisfies readonly (keyof ActivityCounts)[];
const GAP = '  ';

interface Row {
  readonly names: readonly string[];
  readonly counts: ActivityCounts;
}

export function formatActivity(report: ActivityReport, { words, by }: ActivityText): string {
  const { counts: say } = words.say;
  const days = report.byDay.map((row): Row => ({ names: [row.day], counts: row }));
  const models = report.byModel.map(
    (row): Row => ({ names: [nameOfModel(row.model, words)], counts: row }),
  );
  const both = report.byDayModel.map(
    (row): Row => ({ names: [row.day, nameOfModel(row.model, words)], counts: row }),
  );
  const all = { names: [say.all], counts: report.totals };
  const table = (heads: readonly string[], rows: readonly Row[]): string =>
    formatTable(heads, [...rows, all], words);
  const tables = {
    both: () => [table([say.day, say.model], both)],
    day: () => [table([say.day], days)],
    model: () => [table([say.model], models)],
    each: () => [table([say.day], days), table([say.model], models)],
  };
  const wanted = by.length === 2 ? 'both' : (by[0] ?? 'each');
  const isEmpty = report.totals.sessions === 0;
  const blocks = [
    say.span(report.from, report.to),
    ...(isEmpty ? [words.say.activity.none] : tables[wanted]()),
    closing(report, words),
  ];
  return blocks.join('\n\n');
}

function closing(report: ActivityReport, words: Words): string {
  const unread = presentUnread(report, words);
  const isPartly = !report.complete && unread === null;
  const lines = [
    presentRecent(report, words),
    unread,
    presentCompressed(report, words),
    isPartly ? words.say.counts.partly : null,
  ];
  return lines.filter((line) => line !== null).join('\n');
}

function formatTable(heads: readonly string[], rows: readonly Row[], words: Words): string {
  const { counts: say } = words.say;
  const titles = [...heads, ...COLUMNS.map((column) => say[column])];
  const cells = rows.map(({ names, counts }) => [
    ...heads.map((_, at) => names[at] ?? ''),
    ...COLUMNS.map((column) => words.formats.count(counts[column])),
  ]);
  const widths = titles.map((title, at) =>
    Math.max(columnsOf(title), ...cells.map((row) => columnsOf(row[at] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, at) =>
        at < heads.length
          ? padTo(text, widths[at] ?? 0)
          : ' '.repeat((widths[at] ?? 0) - columnsOf(text)) + text,
      )
      .join(GAP)
      .trimEnd();
  return [line(titles), ...cells.map(line)].join('\n');
}
