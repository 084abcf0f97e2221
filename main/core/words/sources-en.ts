// The words in English for where numbers come from besides OpenAI: Codex's own log, and the setting
// that asks nobody. Arguments arrive finished.

export const sourcesEn = {
  fromLog: (age: string) => `From Codex’s own log, ${age}`,
  fromLogAt: (at: string) => `From Codex’s own log ${at}`,
  fromLogBecause: (age: string, why: string) => `From Codex’s own log, ${age}: ${why}`,
  fromLogAtBecause: (at: string, why: string) => `From Codex’s own log ${at}: ${why}`,
  firstLook: { title: 'First look', text: 'Reading what Codex itself has noted.' },

  elsewhere: 'Used elsewhere',
  elsewhereOf: (percent: string, limit: string) => `${percent} of ${limit}`,
  elsewhereBetween: (from: string, to: string) => `Between ${from} and ${to}, with no session here`,

  setting: {
    label: 'Numbers come from',
    explanation: 'Ask OpenAI, else Codex’s log; or ask nobody.',
    options: { openai: 'OpenAI', log: 'Only the log' },
  },
};
