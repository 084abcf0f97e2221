// The words of the chart in Simplified Chinese: its title, its switch, its axis, and the sentences that
// say the whole picture to somebody who does not see it. Arguments arrive finished.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';

const plural = createPlural('zh-Hans');

const SPOKEN_SPAN = { '24h': '过去 24 小时', '7d': '过去 7 天', '30d': '过去 30 天' } as const;

const NOTE = { left: '剩余', used: '已用' } as const;

export const chartZh: Say['chart'] = {
  title: { left: '剩余百分比', used: '已用百分比' },
  spansName: '时间范围',
  spans: { '24h': '24 小时', '7d': '7 天', '30d': '30 天' },
  daily: { left: '每日最低', used: '每日最高' },
  seriesDaily: (label, extreme) => `${label}（${extreme}）`,
  now: '现在',
  reset: '重置',
  nothing: '这段时间没有数据。',
  gaps: '这段时间有部分没有数据。',
  spokenNothing: (span) => `${SPOKEN_SPAN[span]}没有数据。`,
  story({ limit, low, high, last, isNow, resets }, numbers, span) {
    const note = NOTE[numbers];
    const over = span === null ? '' : `，${SPOKEN_SPAN[span]}`;
    const range = low === high ? `${note}百分之 ${low}` : `${note}百分之 ${low} 到 ${high}`;
    const end = `${isNow ? '现在' : '最近一次'}${note}百分之 ${last}`;
    return `${limit}${over}：${range}，${timesReset(resets)}，${end}。`;
  },
};

function timesReset(count: number): string {
  if (count === 0) return '没有重置';
  return plural(count, { other: `重置 ${count} 次` });
}
