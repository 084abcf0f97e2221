// The trust page in Simplified Chinese: what is touched and why, how often, with what result; recovery
// and alerts of the last days. Part of the catalogue; zh.ts joins it.

import type { Say } from './catalogue.ts';
import { gap } from './spaces-zh.ts';

export const trustZh: Say['trustPage'] = {
  title: 'Plimsoll 做了什么',
  intro: (since) => `自${gap(since)} 起的所有文件、主机和程序及其用途。不记录任何机密。`,
  unlisted:
    '未列出：Plimsoll 程序自身及其所基于的 Chromium 的文件；系统为图标、提醒和按键所做的事；以及不作记录的命令“plimsoll”。',
  copy: '复制为文本',
  copied: '已复制',

  titles: {
    contacted: '联系的主机',
    read: '读取的文件',
    written: '写入的文件',
    started: '启动的程序',
    recovery: '最近 7 天的登录恢复',
    alerts: '最近 7 天的提醒',
  },
  nothing: {
    contacted: '没有联系任何主机。',
    read: '没有读取任何文件。',
    written: '没有写入任何文件。',
    started: '没有启动任何程序。',
    recovery: '登录一直正常，无需恢复。',
    alerts: '没有需要提醒的事。',
  },

  purposes: {
    usage: '查询剩余量',
    'reset-list': '查询已获得的重置何时过期',
    renewal: '为过期的登录续期',
    proxy: '系统指定的代理',
    updates: '查询是否有新版 Plimsoll',
    'other-request': '其他请求',
    'sign-in': 'Codex 的登录；仅在保存续期后的登录时写入',
    'codex-settings': 'Codex 的设置：向谁查询、登录保存在哪里',
    'codex-lock': 'Codex 自己的锁：登录绝不会被同时写入',
    'renewal-lock': 'Plimsoll 在登录旁的锁：一次只进行一个续期',
    'renewal-note': '进行中的续期记录，崩溃时不会丢失',
    'renewal-place': '发送之前为续期后的登录预留的空间',
    'codex-folder': 'Codex 的文件夹：查找残留并确保保存',
    sessions: '监视以得知 Codex 正在使用，或从中查找最近的额度；从不发送',
    activity: '在本机统计，从不发送',
    linked: 'Codex 文件夹中的链接所指向的文件',
    reading: '最近的数据，供下次启动时显示',
    history: '最近 30 天的百分比，用于图表',
    'activity-index': '已统计的内容，以便只读取新的部分',
    ledger: '已有的请求和提醒，避免多余的查询和打扰',
    settings: '您的选择',
    log: 'Plimsoll 的日志',
    'update-note': '上次查询新版 Plimsoll 的时间和结果',
    trust: '本页显示的内容',
    'own-lock': 'Plimsoll 与其命令之间的锁',
    'own-folder': 'Plimsoll 自己的文件夹',
    autostart: 'Plimsoll 是否在登录系统时启动',
    authorities: '服务器证书来源未知时，系统所信任的机构',
    'running-programs': 'Codex 是否正在运行；若是则由它自行续期',
    'codex-renews': '启动 Codex，让它自行续期',
    'lock-helper': '为 Plimsoll 取得锁',
    'tray-host': '询问桌面是否显示图标',
  },

  done: {
    contacted: '已使用',
    read: '已读取',
    written: '已写入',
    started: '已启动',
  },
  results: {
    held: '短暂持有',
    unchanged: '已打开，未更改',
    removed: '已删除',
    missing: '不存在',
    answered: '已答复',
    'not-permitted': '没有权限',
    failed: '失败',
    declined: '被拒绝',
    'must-wait': '被要求等待',
    'server-trouble': '服务器故障',
    unreachable: '无法连接',
    'no-answer': '未及时答复',
    'not-vouched': '不受信任，没有发送任何内容',
  },
  notYet: '目前尚未联系',
  often({ count, shownCount, failed, at, result }) {
    if (count === 1) return `1 次，${at}：${result}`;
    const wrong = failed === null ? '' : `，其中 ${failed} 次未成功`;
    return `${shownCount} 次${wrong}，最近一次 ${at}：${result}`;
  },
  repeated: (count) => `连续 ${count} 次`,

  decisions: {
    told: '已提醒',
    'quiet-hours': '未提醒：免打扰时段',
    snoozed: '未提醒：已暂停，直到重置',
    'switched-off': '未提醒：已在设置中关闭',
    doubt: '未提醒：返回的结果存疑',
    baseline: '未提醒：首次查询时已是如此',
  },
};
