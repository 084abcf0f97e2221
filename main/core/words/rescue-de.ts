// German of the window that opens where no icon can be seen: why there is none, and what helps.
// Part of the catalogue; de.ts joins it.

import type { Say } from './catalogue.ts';

export const rescueDe: Say['rescue'] = {
  title: 'Wo ist das Symbol?',
  gnome:
    'GNOME zeigt Symbole in der Leiste nur mit der Erweiterung „AppIndicator and KStatusNotifierItem Support“. Installieren Sie sie, beenden Sie dann Plimsoll und starten Sie es neu.',
  'no-tray':
    'Für das Symbol von Plimsoll wurde kein Platz in der Leiste gefunden. Fügen Sie ihr einen „Systemabschnitt“ oder „Benachrichtigungsbereich“ hinzu, beenden Sie dann Plimsoll und starten Sie es neu.',
  hidden:
    'Die Leiste hat keinen Platz für das Symbol von Plimsoll. Entfernen Sie ein anderes Symbol, dann erscheint dieses.',
};
