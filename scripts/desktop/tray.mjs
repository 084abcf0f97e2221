// The tray of the private desktop, seen as its host sees it: the item on the bus, its picture, its
// tooltip and menu, and the pointer on the icon.

import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './children.mjs';

const WATCHER = [
  'org.kde.StatusNotifierWatcher',
  '/StatusNotifierWatcher',
  'org.kde.StatusNotifierWatcher',
];
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const HOVER_MS = 150;

export function hasTrayHost(busctl) {
  return busctl('get-property', ...WATCHER, 'IsStatusNotifierHostRegistered');
}

/** The first item as the bus knows it. */
function createItem(busctl) {
  const items = () => busctl('get-property', ...WATCHER, 'RegisteredStatusNotifierItems');
  const item = async () => {
    const [first] = await until(async () => {
      const got = await items();
      return got.length > 0 ? got : null;
    }, 'a tray item');
    const at = first.indexOf('/');
    return { bus: first.slice(0, at), path: first.slice(at) };
  };
  const property = async (name) => {
    const { bus, path } = await item();
    return busctl('get-property', bus, path, ITEM, name);
  };
  const menu = async () => {
    const { bus } = await item();
    const path = await property('Menu');
    const layout = await busctl('call', bus, path, MENU, 'GetLayout', 'iias', '0', '-1', '0');
    return flattenMenu(layout[1]).filter((entry) => entry.label);
  };
  return { items, item, property, menu };
}

export function createTray({ busctl, xdotool, iconAt }) {
  const { items, item, property, menu } = createItem(busctl);
  return {
    items,
    item,
    iconAt,
    menu,
    tooltip: async () => (await property('ToolTip'))[2],
    /** The bitmaps that the host was given. */
    icons: async () =>
      (await property('IconPixmap')).map(([width, height, argb]) => ({
        width,
        height,
        argb: Buffer.from(argb),
      })),
    /** A real pointer click on the icon; button 3 is the right one. */
    async click(button = 1) {
      await xdotool('mousemove', iconAt.x, iconAt.y);
      await sleep(HOVER_MS);
      await xdotool('click', button);
    },
    /** What the host sends for a left click, without a pointer. */
    async activate() {
      const { bus, path } = await item();
      const point = [String(iconAt.x), String(iconAt.y)];
      await busctl('call', bus, path, ITEM, 'Activate', 'ii', ...point);
    },
    async chooseMenu(label) {
      const choose = async () => {
        const found = (await menu()).find((entry) => entry.label.replaceAll('_', '') === label);
        if (found === undefined) throw new Error(`the tray menu has no "${label}"`);
        const { bus } = await item();
        const event = [String(found.id), 'clicked', 's', '', '0'];
        await busctl('call', bus, await property('Menu'), MENU, 'Event', 'isvu', ...event);
      };
      // Why once more: a menu drawn anew has new ids, and an event for an old one is refused, not done.
      await choose().catch((error) => {
        if (!String(error).includes('error occurred in Event')) throw error;
        return choose();
      });
    },
  };
}

function flattenMenu([id, properties, children]) {
  const plain = Object.entries(properties).map(([key, value]) => [key, value.data]);
  const own = { id, ...Object.fromEntries(plain) };
  return [own, ...children.flatMap((child) => flattenMenu(child.data))];
}
