// English of the window that opens where no icon can be seen: why there is none, and what helps.
// Part of the catalogue; en.ts joins it.

export const rescueEn = {
  title: 'Where is the icon?',
  gnome:
    'GNOME shows tray icons only with the extension “AppIndicator and KStatusNotifierItem Support”. Install it, then quit Plimsoll and start it again.',
  'no-tray':
    'No tray was found for Plimsoll’s icon. Add a “Status tray” or “Notification area” to your panel, then quit Plimsoll and start it again.',
  hidden:
    'The bar has no room for Plimsoll’s icon. Remove another icon from it, and this one appears.',
};
