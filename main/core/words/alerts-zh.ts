// The sentences of alerts in Simplified Chinese. Percentages are always "used", whatever the popover
// shows. Arguments arrive finished; no alert names an account, an e-mail address or a plan.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';
import { gap } from './spaces-zh.ts';

const plural = createPlural('zh-Hans');

export const alertsZh: Say['alerts'] = {
  threshold: (used, limit) => `${limit}已用 ${used}`,
  runsOut: (at, resetsAt) => `按当前速度，将于${gap(at)} 用完；${resetsAt} 重置。`,
  resets: (at) => (at === null ? '重置时间未知。' : `${at} 重置。`),
  spendingCredits: (until) => `正在消耗积分${until === null ? '' : `，${until} 重置`}。`,
  blocked: (limit) => `无法使用：${limit}已用完`,
  blockedUntil: (at) => (at === null ? '重置时间未知。' : `${at} 可恢复使用。`),
  usableAgain: 'Codex 可以继续使用了',
  room: (limit) => `${limit}又有余量了。`,
  roomEverywhere: '所有限额都有余量了。',
  signIn: '请重新登录 Codex',
  signInText: '未登录时无法查询剩余量；现有数据保持不变。',
  expiring: (count) => plural(count, { other: `${count} 次重置机会即将过期` }),
  expires: (at, isFirst) => (isFirst ? `最早一次将于${gap(at)} 过期。` : `将于${gap(at)} 过期。`),
  also: (title) => `${title}。`,
  snoozed: '提醒已暂停，直到重置',
};
