// The words of `plimsoll activity` in Simplified Chinese: the heads of its columns and the lines around
// its tables. Figures arrive finished.

import type { Say } from './catalogue.ts';

export const countsZh: Say['counts'] = {
  day: '日期',
  model: '模型',
  sessions: '会话',
  turns: '轮次',
  calls: '调用',
  input: '输入',
  cached: '缓存',
  output: '输出',
  reasoning: '推理',
  total: '总计',
  all: '全部',
  span: (from, to) => `${from} 至 ${to}`,
  partly: '有部分内容无法统计。',
};
