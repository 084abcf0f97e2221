// Every sentence of Plimsoll in Simplified Chinese, keyed like en.ts. Punctuation has full width; a
// space stands between Chinese characters and figures or Latin letters.

import { accountsZh } from './accounts-zh.ts';
import { activityZh } from './activity-zh.ts';
import { alertsZh } from './alerts-zh.ts';
import type { Say } from './catalogue.ts';
import { chartZh } from './chart-zh.ts';
import { countsZh } from './counts-zh.ts';
import { rescueZh } from './rescue-zh.ts';
import { settingsZh } from './settings-zh.ts';
import { sourcesZh } from './sources-zh.ts';
import { gap } from './spaces-zh.ts';
import { trustZh } from './trust-zh.ts';
import { updatesZh } from './updates-zh.ts';

const UNIT = {
  month: '个月',
  week: '周',
  day: '天',
  hour: '小时',
  minute: '分钟',
  second: '秒',
} as const;

const NAMED = { session: '5 小时', daily: '每日', weekly: '每周', monthly: '每月' } as const;

const resets = (moment: string | null): string => (moment === null ? '' : `，${moment} 重置`);

export const zh: Say = {
  language: 'zh-Hans',
  appName: 'Plimsoll',

  windowLabel({ kind, unit, count }) {
    return kind === 'other' ? `${count} ${UNIT[unit]}` : NAMED[kind];
  },
  limitName: (window) => `${zh.windowLabel(window)}限额`,
  limitInSentence: (window) => zh.limitName(window),
  spendLimitInSentence: '支出限额',

  sentences: (texts) => texts.join(''),
  titled: (title, text) => `${title}。${text}`,
  aside: (text) => `（${text}）`,

  duration(parts) {
    if (parts.kind === 'minutes')
      return parts.minutes === 0 ? '不到 1 分钟' : `${parts.minutes} 分钟`;
    const [large, small] =
      parts.kind === 'days'
        ? [`${parts.days} 天`, parts.hours > 0 ? ` ${parts.hours} 小时` : '']
        : [`${parts.hours} 小时`, parts.minutes > 0 ? ` ${parts.minutes} 分钟` : ''];
    return large + small;
  },
  age(parts) {
    if (parts.kind === 'now') return '刚刚';
    if (parts.kind === 'seconds') return `${parts.seconds} 秒前`;
    return `${zh.duration(parts.duration)}前`;
  },

  moment: ({ day, time }) => (day === null ? time : `${day} ${time}`),
  at: (moment) => zh.moment(moment),

  verdict: {
    onPace: (left, limit, moment) => `用量正常：${limit}剩余 ${left}${resets(moment)}。`,
    left: (left, limit, moment) => `${limit}剩余 ${left}${resets(moment)}。`,
    leftEarly: (left, limit, moment) => `${limit}剩余 ${left}${resets(moment)}；现在预测还太早。`,
    slowDown: (limit, at, early) =>
      `请放慢：按当前速度，${limit}将于${gap(at)} 用完，比重置早${gap(early)}。`,
    blocked: (limit, moment) =>
      moment === null
        ? `无法使用：${limit}已用完，重置时间未知。`
        : `${moment} 前无法使用：${limit}已用完。`,
    spendingCredits: (limit, moment) => `${limit}已用完，正在消耗积分${resets(moment)}。`,
    creditsUnlimited: '没有限额：积分不限量。',
    creditsStopped: '无法使用：积分支出已达上限。',
    creditsOnly: (balance) =>
      balance === null ? '正在使用积分。' : `正在使用积分：剩余 ${balance}。`,
    extrasOnly: '没有主要限额，只有下面的限额有效。',
    noLimits: '此套餐目前没有限额。',
    outdated: (limit) => `${limit}在此数据之后已重置，即将更新。`,
    unknown: '剩余量未知：返回的结果中没有说明。',
  },

  gauge: {
    left: '剩余',
    used: '已用',
    unknown: '未知',
    dash: '–',
    resetsIn: (duration, at) => `${duration}后（${at}）重置`,
    resetsAt: (at) => `${at} 重置`,
    resetDue: (at) => `原定 ${at} 重置`,
    resetUnknown: '重置时间未知',
    spoken: (limit, percent, note, reset) =>
      `${limit}，${percent === null ? '百分比未知' : `${note}${spokenPercent(percent)}`}，${reset}`,
  },

  chart: chartZh,

  activity: activityZh,

  facts: {
    codeReview: '代码审查',
    credits: '积分',
    creditsUnlimited: '不限量',
    creditsUnknown: '未知',
    spendLimit: '支出限额',
    spendOf: (used, limit) => `${used} / ${limit}`,
    spendUnknown: '未知',
    spendUsed: (percent) => `已用 ${percent}`,
    spendReached: '已达上限',
    resetsAt: (at) => `${at} 重置`,
    resetCredits: '重置机会',
    firstExpires: (at) => `最早一次 ${at} 过期`,
    apiKey: 'API 密钥',
    apiKeyBeside: '使用中',
    apiKeyBesideDetail: 'Codex 本身使用 auth.json 中的密钥',
  },

  trust: {
    live: (age) => `最新数据，${age}`,
    liveAt: (at) => `${at} 更新`,
    beforeReset: (age) => `重置前的数据，${age}`,
    beforeResetAt: (at) => `重置前的数据，${at}`,
    saved: (age) => `已保存，${age}`,
    savedAt: (at) => `已保存，${at}`,
    savedAtBecause: (at, why) => `已保存，${at}：${why}`,
    savedBecause: (age, why) => `已保存，${age}：${why}`,
  },

  recovery: {
    reload: {
      changed: '登录曾过期；Codex 已自行续期；没有发送任何内容。',
      'other-account': '登录文件现在属于另一个账号；显示的是该账号的数据。',
      gone: '登录被拒绝，登录文件也无法再读取。',
      unchanged: '登录被拒绝，登录文件没有变化。',
    },
    settle: {
      published: '之前续期的登录已保存。',
      dropped: '之前续期的登录不再需要。',
      kept: '之前续期的登录仍在等待保存。',
    },
    codex: {
      renewed: '登录曾过期；Codex 已续期。',
      unchanged: '登录已过期；Codex 没有续期。',
    },
    refresh: {
      saved: '登录曾过期；现已续期并保存。',
      'not-saved-yet': '登录已续期；尚未保存。',
      adopted: '登录曾过期；已找到并使用较新的登录。',
      refused: '登录已过期，续期被拒绝。',
      'not-sent': '登录已过期；暂时无法续期。',
      unknown: '登录续期中断；是否已失效尚不清楚。',
    },
    at: (clock, sentence) => `${clock} ${sentence}`,
  },

  firstLook: { title: '首次查询', text: '正在向 OpenAI 查询剩余量。' },
  warningTitle: '登录需要处理',

  refresh: {
    label: '刷新',
    busy: '正在刷新',
    young: '刚刚刷新过',
    soon: '稍后可再次刷新',
    notBefore: (at) => `${at} 可再次查询`,
  },

  numbers: { showLeft: '显示剩余百分比', showUsed: '显示已用百分比' },

  menu: {
    open: '打开 Plimsoll',
    quit: '退出 Plimsoll',
    gauge: (label, percent, note, reset) => `${label}：${note} ${percent} · ${reset}`,
    labelOf: (group, label) => `${group}，${label}`,
    fact: (label, value) => `${label}：${value}`,
  },

  alerts: alertsZh,
  accounts: accountsZh,

  tooltip: (verdict) => `Plimsoll：${verdict}`,
  tooltipWith: (barText, tooltip) => `${barText} – ${tooltip}`,

  rescue: rescueZh,

  settings: settingsZh,

  trustPage: trustZh,

  counts: countsZh,
  sources: sourcesZh,
  updates: updatesZh,

  acts: {
    'copy-login-command': '复制“codex login”',
    'open-keyring': '打开钥匙串',
    'try-once-more': '再试一次',
    'repair-sign-in': '恢复',
    'open-usage-page': '打开用量页面',
    'open-settings': settingsZh.open,
    'open-trust': trustZh.title,
    'close-trust': settingsZh.back,
    'copy-trust': trustZh.copy,
    'copy-report': '复制报告信息',
    'send-test-alert': settingsZh.testAlert.button,
    'reset-settings': settingsZh.reset.button,
    'open-releases': updatesZh.open,
    'hide-update': updatesZh.hide,
    'note-unreadable': '知道了',
    'add-account-folder': accountsZh.settings.add.button,
    'import-accounts': accountsZh.settings.import.button,
    close: '关闭',
    quit: '退出',
    'snooze-alerts': '暂停提醒，直到重置',
    poll: '重试',
  },
};

function spokenPercent(percent: string): string {
  return percent.replace(/^(.*?)\s*%$/, '百分之 $1');
}
