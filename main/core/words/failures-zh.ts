// What went wrong, in Simplified Chinese: a title, a sentence that says what it means and what to do,
// what comes without doing anything, and a few words for the age line. One entry for every kind.

import type { OtherSignIn, SignInReason } from '../failure.ts';
import type { KeyringIssue } from '../keyring.ts';
import type { Catalogue } from './catalogue.ts';
import { gap } from './spaces-zh.ts';

const LOOKS_AGAIN = 'Plimsoll 会自动重试。';
const NOTICES = 'Plimsoll 会自动察觉。';
const SIGN_IN_WITH_CHATGPT = '请用 ChatGPT 登录 Codex 以查看限额。';

const OTHER_SIGN_IN: Record<OtherSignIn, string> = {
  bedrock: `Amazon Bedrock 没有可显示的 ChatGPT 限额。${SIGN_IN_WITH_CHATGPT}`,
  'agent-identity': `已注册的代理没有可查询的限额。${SIGN_IN_WITH_CHATGPT}`,
  'personal-access-token': `个人访问令牌没有可查询的限额。${SIGN_IN_WITH_CHATGPT}`,
  'custom-backend': 'Codex 连接的是其他服务商，没有 ChatGPT 限额。请到该服务商处查看限额。',
  'unknown-mode': `此版本不认识这种登录方式，不会去动它。${SIGN_IN_WITH_CHATGPT}`,
};

const SIGN_IN: Record<SignInReason, string> = {
  'no-tokens': '登录文件中没有登录信息。',
  rejected: 'OpenAI 不再接受此登录。',
  'no-refresh-token': '登录已过期，且无法续期。',
  'refresh-disabled': '登录已过期，而续期已关闭。',
  'refresh-expired': '登录已彻底过期。',
  'refresh-reused': '登录已在别处续期，或被换回了旧的登录。',
  'refresh-revoked': '登录已被 OpenAI 或您本人终止。',
  'not-renewed': 'Codex 没有为登录续期。',
  'codex-not-found': '应由 Codex 续期，但找不到 Codex 程序；可在设置中更改。',
};

const KEYRING = '仅在您要求时 Plimsoll 才会打开：只读，直到退出，且不复制到任何地方。';
const KEYRING_ISSUES: Readonly<Record<KeyringIssue, string>> = {
  ephemeral: 'Codex 只把登录保存在内存中，其他程序无法读取。',
  'not-possible': '此系统不允许其他程序读取。设置 cli_auth_credentials_store = "file" 后即可使用。',
  'no-program': '读取需要 secret-tool，由软件包 libsecret-tools 或 libsecret 提供。',
  'no-entry': '其中没有此 Codex 目录的登录。请在 Codex 中登录。',
  'not-opened': '未能打开：钥匙串已锁定，或请求被拒绝。',
  unreadable: '其中的内容不是可读取的登录。请在 Codex 中重新登录。',
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'not-a-file': 'auth.json 不是普通文件。',
  'not-permitted': '您没有读取 auth.json 的权限。',
};

export const failuresZh: Catalogue['failures'] = {
  'auth-file-missing': () => ({
    title: '尚未登录 Codex',
    text: '这台电脑上没有登录信息。请运行 codex login。',
    promise: NOTICES,
    short: '未登录',
  }),
  'auth-file-unreadable': ({ issue }) => ({
    title: '无法读取登录文件',
    text: `${UNREADABLE[issue] ?? '无法打开 auth.json。'}请修正后重试。`,
    promise: null,
    short: '无法读取登录文件',
  }),
  'auth-file-malformed': () => ({
    title: '登录文件不完整',
    text: '无法解析 Codex 的 auth.json。如果一直如此，请运行 codex login。',
    promise: null,
    short: '登录文件不完整',
  }),
  'auth-file-unwritable': () => ({
    title: '无法写入登录文件',
    text: '续期后的登录将无法保存，因此没有续期。请将 auth.json 设为可写。',
    promise: null,
    short: '无法写入登录文件',
  }),
  'auth-in-keyring': ({ issue }) => ({
    title: 'Codex 的登录保存在钥匙串中',
    text: issue === undefined ? KEYRING : KEYRING_ISSUES[issue],
    promise: null,
    short: '登录在钥匙串中',
  }),
  'api-key-only': () => ({
    title: 'Codex 正在使用 API 密钥',
    text: `API 按用量计费，没有可显示的限额。${SIGN_IN_WITH_CHATGPT}`,
    promise: null,
    short: 'API 密钥',
  }),
  'other-sign-in': ({ reason }) => ({
    title: 'Codex 使用其他登录方式',
    text: OTHER_SIGN_IN[reason],
    promise: null,
    short: '其他登录方式',
  }),
  'config-malformed': ({ issue }) => ({
    title: '无法读取 Codex 的 config.toml',
    text: `请修正（${issue}）；在此之前不会查询。`,
    promise: null,
    short: '无法读取 config.toml',
  }),
  'address-refused': ({ setting }) => ({
    title: '设置了不安全的地址',
    text: `${setting} 中的地址既不是 https，也不在本机。没有发送任何内容。`,
    promise: null,
    short: '地址被拒绝',
  }),
  'sign-in-required': ({ reason }) => ({
    title: '请重新登录 Codex',
    text: `${SIGN_IN[reason]}请运行 codex login。`,
    promise: NOTICES,
    short: '需要登录',
  }),
  offline: () => ({
    title: '没有网络连接',
    text: '无法连接到 OpenAI。',
    promise: LOOKS_AGAIN,
    short: '离线',
  }),
  timeout: () => ({
    title: '没有响应',
    text: 'OpenAI 没有及时响应。',
    promise: LOOKS_AGAIN,
    short: '没有响应',
  }),
  tls: () => ({
    title: '连接不受信任',
    text: '无法验证服务器的证书。请检查系统时间；如果使用公司代理，请检查其证书颁发机构。',
    promise: null,
    short: '证书不受信任',
  }),
  'captive-portal': () => ({
    title: '此网络需要登录',
    text: '收到的是网页，而不是结果。请在浏览器中登录网络，然后重试。',
    promise: null,
    short: '网络登录页面',
  }),
  'proxy-sign-in': () => ({
    title: '代理需要登录',
    text: '请登录代理，然后重试。',
    promise: null,
    short: '代理需要登录',
  }),
  blocked: () => ({
    title: 'OpenAI 拒绝了请求',
    text: '这与您的登录无关。',
    promise: LOOKS_AGAIN,
    short: '请求被拒绝',
  }),
  'rate-limited': (_failure, retryAt) => ({
    title: '查询过于频繁',
    text: retryAt === null ? '稍候片刻即可再次查询。' : `${retryAt} 可再次查询。`,
    promise: LOOKS_AGAIN,
    short: '查询过于频繁',
  }),
  'server-error': ({ status }) => ({
    title: 'OpenAI 出现故障',
    text: `返回了错误 ${status}。`,
    promise: LOOKS_AGAIN,
    short: 'OpenAI 出现故障',
  }),
  'account-changed': () => ({
    title: '账号已更换',
    text: '下次查询时会显示新账号的数据。',
    promise: null,
    short: '账号已更换',
  }),
  busy: () => ({
    title: '续期需要稍等',
    text: '另一个 Plimsoll 或这台电脑正忙。',
    promise: LOOKS_AGAIN,
    short: '续期稍等',
  }),
  'nothing-saved': () => ({
    title: '还没有保存的数据',
    text: '此登录还没有保存过数据。',
    promise: null,
    short: '没有保存的数据',
  }),
  'nothing-in-log': () => ({
    title: 'Codex 尚未记录任何数据',
    text: '按照您的设置，不会发出任何请求。用此登录使用 Codex 后，数据就会出现。',
    promise: null,
    short: 'Codex 日志中没有数据',
  }),
  'unexpected-status': ({ status }) => ({
    title: 'OpenAI 返回了无法识别的结果',
    text: `Plimsoll 不认识状态${gap(String(status))}。请反馈此问题。`,
    promise: null,
    short: '未知的返回结果',
  }),
  'unexpected-body': ({ issue }) => ({
    title: 'OpenAI 返回了无法识别的结果',
    text: `无法解析返回的结果（${issue}）。请反馈此问题。`,
    promise: null,
    short: '未知的返回结果',
  }),
};

export const repairZh: Catalogue['repair'] = {
  title: '登录文件只有一半',
  text: '写入 auth.json 时被中断。之前的登录已续期，可以恢复。',
};

export const warningsZh: Catalogue['warnings'] = {
  'refreshed-tokens-not-saved': '续期后的登录还没有写入 auth.json；将在下次查询时保存。',
  'exchange-outcome-unknown': '登录续期中断，可能已失效。请让 Codex 尝试，或再试一次。',
};
