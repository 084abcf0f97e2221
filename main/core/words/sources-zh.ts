// The words in Simplified Chinese for where numbers come from besides OpenAI: Codex's own log, and the
// setting that asks nobody. Arguments arrive finished.

import type { Say } from './catalogue.ts';

export const sourcesZh: Say['sources'] = {
  fromLog: (age) => `来自 Codex 自己的日志，${age}`,
  fromLogAt: (at) => `来自 Codex 自己的日志，${at}`,
  fromLogBecause: (age, why) => `来自 Codex 自己的日志，${age}：${why}`,
  fromLogAtBecause: (at, why) => `来自 Codex 自己的日志，${at}：${why}`,
  firstLook: { title: '首次查询', text: '正在读取 Codex 自己记录的数据。' },

  setting: {
    label: '数据来源',
    explanation: 'OpenAI，必要时用 Codex 日志；或只用日志，不发请求。',
    options: { openai: 'OpenAI', log: '仅日志' },
  },
};
