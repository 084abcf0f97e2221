// The words of local activity in Simplified Chinese: today's line, the spans, the parts of the tokens,
// and how far a count has come. Figures arrive finished.

import type { Say } from './catalogue.ts';
import { gap } from './spaces-zh.ts';

const SPOKEN_SPAN = { '7d': '过去 7 天', '30d': '过去 30 天' } as const;

export const activityZh: Say['activity'] = {
  title: '今日活动',
  spans: { '24h': '今天', '7d': '7 天', '30d': '30 天' },
  overSpan: { '7d': '过去 7 天', '30d': '过去 30 天' },

  tokens: (_count, isSoFar) => (isSoFar ? 'token（截至目前）' : 'token'),
  spokenTokens: ({ text }, isSoFar) => `${isSoFar ? '截至目前 ' : ''}${text} 个 token`,
  spokenUnknown: 'token 数未知',
  counts: ({ sessions, turns, calls }) =>
    [`${sessions.text}\u00a0个会话`, `${turns.text}\u00a0轮`, `${calls.text}\u00a0次调用`].join(
      '\u00a0· ',
    ),
  none: '还没有会话',
  noneToday: '今天还没有会话',
  beginning: '正在统计今天的会话…',
  failed: '无法统计会话文件。',
  notCounted: '不统计此账户的会话。',
  trouble: (moment) => `截至${gap(moment)}；重新统计失败。`,

  input: {
    label: '输入',
    labelWith: (cached) => `输入，其中缓存 ${cached}`,
    spoken: (all, cached) =>
      `输入：${all} 个 token${cached === null ? '' : `，其中缓存 ${cached} 个`}`,
  },
  output: {
    label: '输出',
    labelWith: (reasoning) => `输出，其中推理 ${reasoning}`,
    spoken: (all, reasoning) =>
      `输出：${all} 个 token${reasoning === null ? '' : `，其中推理 ${reasoning} 个`}`,
  },

  modelsName: '各模型的 token',
  unnamed: '未注明的模型',
  others: (count) => `其他 ${count} 个`,
  spokenModel: (model, tokens, percent) =>
    `${model}：${tokens}${percent === null ? '' : `，百分之 ${percent}`}`,

  lastDay: '今天',
  dayHint: (day, { text }) => `${day}：${text} token`,
  days({ span, used, most, isCounting }) {
    const soFar = isCounting ? '，截至目前' : '';
    if (most === null) return `${SPOKEN_SPAN[span]}${soFar}没有 token。`;
    return `${SPOKEN_SPAN[span]}每天的 token${soFar}：${used.text} 天有使用，最多的是${gap(most.day)}，${most.tokens} 个。`;
  },

  countingName: '正在统计较早的会话',
  counting: (percent) => `正在统计较早的会话…${percent === null ? '' : ` ${percent}`}`,
  recent: ({ last5h, last7d, all }) =>
    `5\u00a0小时内\u00a0${last5h.text}\u00a0个会话\u00a0· 7\u00a0天内\u00a0${last7d}\u00a0个\u00a0· 共\u00a0${all}\u00a0个`,
  unread: ({ text }) => `${text} 个会话文件无法读取。`,
  compressed: ({ text }) => `${text} 个压缩的会话文件未统计。`,
};
