// The words in Simplified Chinese for a newer Plimsoll: the line that tells of it, and the setting that
// asks. Arguments arrive finished.

import type { Say } from './catalogue.ts';

export const updatesZh: Say['updates'] = {
  isOut: (version) => `Plimsoll ${version} 已发布`,
  open: '更新内容',
  hide: '隐藏',

  setting: {
    label: '有新版本时告知',
    explanation: '每天查询一次；从不自行安装。',
    asksNobody: '数据不发请求时，也不查询新版本。',
  },
};
