// Simplified Chinese of the window that opens where no icon can be seen: why there is none, and what
// helps. Part of the catalogue; zh.ts joins it.

import type { Say } from './catalogue.ts';

export const rescueZh: Say['rescue'] = {
  title: '图标在哪里？',
  gnome:
    'GNOME 需要扩展“AppIndicator and KStatusNotifierItem Support”才能显示托盘图标。请安装它，然后退出并重新启动 Plimsoll。',
  'no-tray':
    '没有找到可以放置 Plimsoll 图标的托盘。请在面板中添加“系统托盘”或“通知区域”，然后退出并重新启动 Plimsoll。',
  hidden: '菜单栏没有空间显示 Plimsoll 的图标。移走另一个图标，它就会出现。',
};
