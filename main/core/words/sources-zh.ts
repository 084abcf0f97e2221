// The words in Simplified Chinese for where numbers come from besides OpenAI: Codex's own log, and the
// setting that asks nobody. Arguments arrive finished.

import type { Say } from './catalogue.ts';

export const sourcesZh: Say['sources'] = {
  fromLog: (age) => `来自 Codex 自己的日志，${age}`,
  fromLogAt: (at) => `来自 Codex 自己的日志，${at}`,
  fromLogBecause: (age, why) => `来自 Codex 自己的日志，${age}：${why}`,
  fromLogAtBecause: (at, why) => `来自 Codex 自己的日志，${at}：${why}`,
  firstLook: { title: '首次查询', text: '正在读取 Codex 自己记录的数据。' },

  elsewhere: '在别处使用',
  elsewhereOf: (percent, limit) => `${limit}的 ${percent}`,
  elsewhereBetween: (from, to) => `${from} 至 ${to}，此处没有活动的会话`,

  setting: {
    label: '数据来源',
    explanation: '先问 OpenAI，再看 Codex 日志；或不发请求。',
    options: { openai: 'OpenAI', log: '仅日志' },
  },
};
