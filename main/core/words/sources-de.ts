// The words in German for where numbers come from besides OpenAI: Codex's own log, and the setting
// that asks nobody. Arguments arrive finished.

import type { Say } from './catalogue.ts';

export const sourcesDe: Say['sources'] = {
  fromLog: (age) => `Aus dem Protokoll von Codex, ${age}`,
  fromLogAt: (at) => `Aus dem Protokoll von Codex ${at}`,
  fromLogBecause: (age, why) => `Aus dem Protokoll von Codex, ${age}: ${why}`,
  fromLogAtBecause: (at, why) => `Aus dem Protokoll von Codex ${at}: ${why}`,
  firstLook: { title: 'Erster Blick', text: 'Gelesen wird, was Codex selbst notiert hat.' },

  elsewhere: 'Anderswo verbraucht',
  elsewhereOf: (percent, limit) => `${percent} vom ${limit}`,
  elsewhereBetween: (from, to) => `Zwischen ${from} und ${to}, ohne Sitzung hier`,

  setting: {
    label: 'Zahlen kommen von',
    explanation: 'OpenAI, sonst dem Protokoll; oder ohne Anfrage.',
    options: { openai: 'OpenAI', log: 'Nur Protokoll' },
  },
};
