// Real Electron beside a real panel along each edge of the screen: a click on the icon opens the
// popover next to it, inside the screen, and it stays there when it is opened without a click.

import { type Desktop, type DesktopOptions, startDesktop } from '../scripts/desktop.mjs';
import { test as base, expect } from './fixtures.ts';
import { type RunningApp, startPlimsoll } from './plimsoll.ts';

type Edge = NonNullable<DesktopOptions['edge']>;

const SCREEN = { width: 1280, height: 800 };
const PANEL = 30;
/** How far from the bar the popover may be: its own margin, and what the panel keeps clear. */
const NEAR = 8;

for (const edge of ['top', 'bottom', 'left', 'right'] as const) {
  base(
    `edges: the popover opens beside the icon, when the bar is at the ${edge}`,
    async ({ standIn, homes }, info) => {
      homes.writeAuth(standIn.signIn().authJson);
      homes.writeSettings({ welcomed: true });
      const desktop = await startDesktop({ edge, notifications: false });
      let plimsoll: RunningApp | null = null;
      try {
        plimsoll = await startPlimsoll({ env: desktop.env, homes, standIn, isFast: true });
        await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
        await desktop.tray.click();
        await expect.poll(plimsoll.isOpen).toBe(true);
        await expect.poll(() => offences(plimsoll, edge, desktop)).toEqual([]);
        await desktop.screenshot(info.outputPath(`${edge}.png`));
        await desktop.tray.click();
        await expect.poll(plimsoll.isOpen).toBe(false);
        await desktop.xdotool('mousemove', 640, 400);
        await desktop.tray.chooseMenu('Open Plimsoll');
        await expect.poll(plimsoll.isOpen).toBe(true);
        await expect.poll(() => offences(plimsoll, edge, desktop)).toEqual([]);
      } finally {
        await plimsoll?.quit();
        await desktop.stop();
      }
    },
  );
}

/** What is wrong with the popover's place; nothing if all is well. */
async function offences(
  plimsoll: RunningApp | null,
  edge: Edge,
  { tray }: Desktop,
): Promise<readonly string[]> {
  const bounds = await plimsoll?.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds() ?? null,
  );
  if (bounds === null || bounds === undefined) return ['there is no window'];
  const { x, y, width, height } = bounds;
  const gaps = {
    top: y,
    bottom: SCREEN.height - y - height,
    left: x,
    right: SCREEN.width - x - width,
  };
  const isLevel = edge === 'top' || edge === 'bottom';
  const [from, to, icon] = isLevel ? [x, x + width, tray.iconAt.x] : [y, y + height, tray.iconAt.y];
  const found = {
    [`not beside the bar: ${JSON.stringify(gaps)}`]:
      gaps[edge] < PANEL || gaps[edge] > PANEL + NEAR,
    [`not inside the screen: ${JSON.stringify(gaps)}`]: Object.values(gaps).some((gap) => gap < 0),
    [`not beside the icon: ${from} to ${to}`]: icon < from || icon > to,
    [`not as high as its content: ${height}`]: height < 200,
  };
  return Object.entries(found).flatMap(([name, isWrong]) => (isWrong ? [name] : []));
}
