// What a plan is called. Owns the label of a plan string; knows nothing of what a plan contains.
// An unknown plan is called by its own words.

import type { Plan } from './snapshot.ts';
import { cleanText } from './usage-fields.ts';

// Source: codex-protocol.md (third-party captures), reading-rules.md A16: the names in the shop.
const SOLD_AS: ReadonlyMap<string, string> = new Map([
  ['prolite', 'Pro 5x'],
  ['pro', 'Pro 20x'],
]);

const ABBREVIATIONS: ReadonlySet<string> = new Set(['k12', 'cbp', 'hc']);

/** The plan with its label; null for null or blank. Unknown plans become words in title case. */
export function planOf(planType: string | null): Plan | null {
  const raw = cleanText(planType ?? '');
  if (raw === '') return null;
  const words = raw.split(/[\s_-]+/u).filter((word) => word !== '');
  const label = SOLD_AS.get(raw.toLowerCase()) ?? words.map(titleCase).join(' ');
  return { raw, label: label === '' ? raw : label };
}

function titleCase(word: string): string {
  if (ABBREVIATIONS.has(word.toLowerCase())) return word.toUpperCase();
  const [first = '', ...rest] = word;
  const tail = rest.join('');
  // Why: "TEAM" is a plan that shouts, "ChatGPT" is a name.
  return first.toUpperCase() + (word === word.toUpperCase() ? tail.toLowerCase() : tail);
}
