// Every sentence of the settings page in Simplified Chinese, keyed like the settings themselves. Each
// explanation fits into one line of the popover.

import type { Say } from './catalogue.ts';
import { createPlural } from './plural.ts';
import { gap } from './spaces-zh.ts';

const plural = createPlural('zh-Hans');

export const settingsZh: Say['settings'] = {
  title: '设置',
  open: '设置',
  back: '返回',

  groups: { shown: '显示内容', alerts: '提醒', accounts: '账户', looks: '更新与登录', app: '应用' },

  numbers: {
    label: '百分比',
    explanation: '显示剩余多少，或已用多少。',
    options: { left: '剩余', used: '已用' },
  },
  resetStyle: {
    label: '重置时间',
    explanation: '同时显示倒计时，或只显示时刻。',
    options: { countdown: '倒计时', clock: '时刻' },
  },
  barText: {
    label: '菜单栏文字',
    explanation: '图标旁显示一个限额、两个限额或下次重置。',
    options: { none: '无', percent: '百分比', both: '两者', countdown: '重置' },
  },
  activity: { label: '本机活动', explanation: '统计本机上 Codex 的会话文件；不会发送任何内容。' },
  hideAccount: { label: '隐藏账号', explanation: '不显示电子邮件地址。' },
  theme: {
    label: '外观',
    explanation: '跟随系统，或始终浅色、深色。',
    options: { system: '系统', light: '浅色', dark: '深色' },
  },
  language: {
    label: '语言',
    explanation: '用于文字、数字和日期。',
    options: { system: '系统', en: 'English', de: 'Deutsch', 'zh-Hans': '简体中文' },
  },

  thresholds: {
    label: '接近限额',
    explanation: '已用达到这些百分比时提醒；首个值起变色。',
    field: (place, count) => `第 ${place} 个提醒，共 ${count} 个，已用百分比`,
    remove: (percent) => `移除 ${percent}`,
    add: '添加百分比',
  },
  quietHours: {
    label: '免打扰时段',
    explanation: '提醒会暂缓；之后仍有效的再通知。',
    from: '从',
    to: '到',
    empty: '两个时间相同，因此不会暂缓提醒。',
  },
  alerts: {
    threshold: { label: '接近限额', explanation: '超过上面的某个百分比时。' },
    blocked: { label: '无法使用', explanation: '某个限额用完时。' },
    'usable-again': { label: '恢复使用', explanation: '确实可以继续使用时。' },
    'sign-in': { label: '需要登录', explanation: 'Codex 需要重新登录时。' },
    'reset-credit': { label: '重置机会即将过期', explanation: '在重置机会失效之前。' },
  },
  testAlert: {
    label: '试一试',
    explanation: '看看系统是否会显示提醒。',
    button: '发送测试提醒',
    alert: { title: '这是一条测试提醒', body: 'Plimsoll 的提醒就是这个样子。' },
    sending: '正在发送给系统。',
    shown: '系统已显示。',
    notShown: '系统没有显示。请检查系统的通知设置。',
  },

  pollMinutes: {
    label: '查询间隔',
    explanation: '1 到 60 分钟；您离开时不查询。',
    unit: (count) => plural(count, { other: '分钟' }),
  },
  renewal: {
    label: '登录过期后由谁续期',
    explanation: 'Plimsoll、为此启动的 Codex，或不续期。',
    options: { plimsoll: 'Plimsoll', codex: 'Codex', nobody: '不续期' },
    notFound: '找不到 Codex 程序，不会续期。',
  },

  startAtLogin: {
    label: '开机启动',
    explanation: '随电脑启动，安静地待在菜单栏。',
    unknown: '系统没有说明是否会这样做。',
    refused: '系统没有更改。',
  },
  shortcut: {
    label: '快捷键',
    explanation: '按下或输入用来打开窗口的按键。',
    none: '无',
    clear: '移除快捷键',
    problem: (tried, kept) => {
      const rest = kept === null ? '' : `继续使用${gap(kept)}。`;
      return {
        unknown: `“${tried}”不是按键组合。${rest}`,
        'needs-modifier': `“${tried}”还需要配合 Ctrl、Alt 等按键。${rest}`,
        common: `“${tried}”在几乎所有应用中都有用途。${rest}`,
        taken: `“${tried}”已被其他应用或系统占用。${rest}`,
      };
    },
  },
  reset: {
    label: '默认值',
    explanation: '将本页所有选项恢复为默认值。',
    button: '全部重置',
    confirm: '确定全部重置？',
  },

  unreadable: {
    title: '无法读取您的设置',
    text: '现使用默认设置。旧文件保存在新文件旁边。',
  },
};
