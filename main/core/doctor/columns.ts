// Checks as text: result, name and finding in columns, the remedy below its finding; wrapped to the
// width of the terminal, coloured only there.

import type { Terminal } from '../report-text.ts';
import type { Check } from './check.ts';

export interface Line {
  readonly id: string;
  readonly result: Check['result'];
  readonly finding: string;
  readonly remedy: string | null;
}

/** Wide enough to read, narrow enough for the box of an issue. */
const WIDTH_MAX = 100;
const WIDTH_MIN = 60;
const LABELS: Record<Check['result'], string> = {
  problem: 'PROBLEM',
  note: 'note',
  'not-checked': 'not checked',
  ok: 'ok',
};
const COLOURS: Record<Check['result'], string> = {
  problem: '31',
  note: '33',
  'not-checked': '2',
  ok: '32',
};

export function formatColumns(lines: readonly Line[], terminal: Terminal | null): string {
  const columns = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, terminal?.columns ?? WIDTH_MAX));
  const labels = Math.max(...Object.values(LABELS).map(({ length }) => length));
  const ids = Math.max(...lines.map(({ id }) => id.length));
  const indent = labels + ids + 4;
  const paint = (result: Check['result'], text: string): string =>
    terminal?.color ? `\u001b[${COLOURS[result]}m${text}\u001b[0m` : text;
  return lines
    .flatMap(({ id, result, finding, remedy }) => {
      const [first = '', ...more] = wrap(finding, columns - indent);
      const told = remedy === null ? [] : wrap(`-> ${remedy}`, columns - indent);
      const label = paint(result, LABELS[result].padEnd(labels));
      const rest = [...more, ...told].map((line) => `${' '.repeat(indent)}${line}`);
      return [`${label}  ${id.padEnd(ids)}  ${first}`, ...rest];
    })
    .join('\n');
}

/** Breaks between words; a word that is longer than the line stays whole. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const isFull = line !== '' && line.length + 1 + word.length > width;
    if (isFull) lines.push(line);
    line = isFull || line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
