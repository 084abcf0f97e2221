// Simplified Chinese of all that is said about several accounts: the switch, the warnings, the settings,
// the import. Part of the catalogue; zh.ts joins it.

import type { ImportProblemKind } from './accounts-en.ts';
import type { Say } from './catalogue.ts';

export const accountsZh: Say['accounts'] = {
  switchName: '账户',
  own: '默认',
  states: {
    healthy: '有余量',
    near: '接近限额',
    blocked: '无法使用',
    stale: '数据较旧',
    'sign-in': '需要登录',
    never: '尚未查询',
  },
  spoken: (name, state) => `${name}，${state}`,
  line: (name, text) => `${name}：${text}`,
  alertTitle: (name, title) => `${name}：${title}`,

  copy: {
    title: '同一登录有两份副本',
    text: (other) =>
      `“${other}”使用同一登录。续期其中一份会使另一份失效，因此 Plimsoll 都不续期。请在其中一个目录运行 codex login。`,
  },
  sameFile: {
    title: '两个路径，同一登录',
    text: (other) => `“${other}”指向同一个文件；只查询一次。`,
  },
  importAgain: {
    title: '请重新导入',
    text: '它的令牌来自 accounts.ini，不会被保存。请重新导入该文件。',
  },

  settings: {
    mark: {
      label: '图标显示',
      explanation: '所选账户，或最紧迫的账户。',
      options: { chosen: '所选账户', 'most-pressing': '最紧迫' },
    },
    kinds: {
      own: 'Codex 自己使用的目录。',
      home: '单独的 Codex 目录。',
      'auth-file': '单独的登录文件。',
      token: '导入的令牌，仅在 Plimsoll 运行期间有效。',
    },
    remove: '移除',
    removeSpoken: (name) => `移除 ${name}`,
    removeConfirm: '确定移除？',
    add: {
      label: '另一个 Codex 目录',
      explanation: '包含 auth.json 的目录。',
      button: '添加目录…',
      added: (name) => `已添加“${name}”。`,
      'no-home': '该目录中没有 auth.json。',
    },
    import: {
      label: '从 accounts.ini 导入',
      explanation: '只读取一次，不保存其中的令牌。',
      button: '导入…',
    },
  },

  outcomes: {
    added: '已添加',
    'for-now': '在 Plimsoll 退出前使用',
    'already-known': '已存在',
    'name-taken': '已有同名账户',
    'bad-name': '不能用作名称',
    'too-many': '账户过多',
    'not-saved': '无法保存',
    'no-such-file': '文件不存在',
    'token-not-understood': '令牌无法识别',
  },
  tokenWorks: '令牌有效，但不会被保存；请在应用中导入该文件以查看',
  tokenFails: '使用该令牌没有得到数据，且不会被保存',
  problem: (kind, line) =>
    line === null ? `${PROBLEMS[kind]}。` : `第 ${line} 行：${PROBLEMS[kind]}。`,
};

const PROBLEMS: Readonly<Record<ImportProblemKind, string>> = {
  missing: '文件不存在',
  unreadable: '文件无法读取',
  'too-large': '文件超过 256 KiB',
  'not-text': '文件不是 UTF-8 文本',
  'no-section': '文件中没有类似 [work] 的段落',
  'not-understood': '这既不是段落、键，也不是注释',
  'outside-section': '第一个段落之前出现了键',
  'unknown-key': '这里只能使用 access_token、account_id、sessions_dir 和 auth_file',
  'duplicate-key': '同一段落中出现了重复的键',
  'duplicate-section': '有两个段落同名',
  'bad-name': '段落需要另一个名称：1 到 40 个字符，且不能是“default”',
  'bad-quotes': '引号不匹配',
  'empty-section': '段落中既没有 auth_file，也没有 access_token',
  'too-many': '文件中的段落超过 50 个',
};
