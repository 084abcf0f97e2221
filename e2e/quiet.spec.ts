// Real Electron, counted calls: sixty polls with equal answers set nothing in the tray, and numbers
// that changed set each thing once. The tray's own methods are counted, from outside the app.

import type { Desktop } from '../scripts/desktop.mjs';
import { expect, test } from './fixtures.ts';
import type { RunningApp } from './plimsoll.ts';

const POLLS = 60;
/** As the clock of the app has it; more than the budget of requests wants between two of them. */
const BETWEEN_MS = 130_000;

declare global {
  /** Calls of the tray and its menu so far, by name; in the app's main process. */
  var trayCalls: Record<string, number>;
  var clockAheadMs: number;
}

test('quiet: sixty polls with equal answers set no image, title, tooltip or menu', async ({
  desktop,
  standIn,
  homes,
  start,
}) => {
  // Why: sixty polls take a while on a machine that does something else as well.
  test.setTimeout(240_000);
  homes.writeAuth(standIn.signIn().authJson);
  const plimsoll = await start({ isFast: false });
  await expect.poll(() => desktop.tray.tooltip()).toContain('left until');
  const [before] = await desktop.tray.icons();
  const tooltip = await desktop.tray.tooltip();
  const refresh = await findRefresh(desktop);
  await countCalls(plimsoll);
  for (let poll = 1; poll <= POLLS; poll += 1) {
    const asked = standIn.requests.length;
    await pollLater(plimsoll);
    // Why perhaps more than one click: one that falls into the last poll joins it.
    const click = async (): Promise<number> => {
      await refresh();
      return standIn.requests.length;
    };
    await expect.poll(click, { intervals: [30], timeout: 30_000 }).toBe(asked + 1);
  }
  expect(await plimsoll.app.evaluate(() => globalThis.trayCalls)).toEqual({});
  const [after] = await desktop.tray.icons();
  expect(after?.argb.equals(before?.argb ?? Buffer.alloc(0))).toBe(true);

  standIn.usage.set('weekly-only-in-primary');
  await pollLater(plimsoll);
  const changed = async (): Promise<string> => {
    // Why quietly: once the menu is another, its item is gone.
    await refresh().catch(() => undefined);
    return desktop.tray.tooltip();
  };
  await expect.poll(changed).not.toBe(tooltip);
  expect(await plimsoll.app.evaluate(() => globalThis.trayCalls)).toEqual({
    setImage: 1,
    setToolTip: 1,
    setContextMenu: 1,
    buildFromTemplate: 1,
  });
  const [other] = await desktop.tray.icons();
  expect(other?.argb.equals(after?.argb ?? Buffer.alloc(0))).toBe(false);
});

/** What the host sends when somebody chooses Refresh, found once and sent often. */
async function findRefresh({ busctl, tray }: Desktop): Promise<() => Promise<unknown>> {
  const { bus, path } = await tray.item();
  const item = (await tray.menu()).find(({ label }) => label === 'Refresh');
  const menu = String(
    await busctl('get-property', bus, path, 'org.kde.StatusNotifierItem', 'Menu'),
  );
  const event = ['Event', 'isvu', String(item?.id), 'clicked', 's', '', '0'];
  return () => busctl('call', bus, menu, 'com.canonical.dbusmenu', ...event);
}

function countCalls({ app }: RunningApp): Promise<void> {
  return app.evaluate(({ Menu, Tray }) => {
    const calls: Record<string, number> = {};
    globalThis.trayCalls = calls;
    globalThis.clockAheadMs = 0;
    const count = (owner: object, name: string): void => {
      const real: unknown = Reflect.get(owner, name);
      if (typeof real !== 'function') throw new Error(`there is no ${name}`);
      Reflect.set(owner, name, function counted(this: unknown, ...args: unknown[]) {
        calls[name] = (calls[name] ?? 0) + 1;
        return Reflect.apply(real, this, args);
      });
    };
    for (const name of ['setImage', 'setTitle', 'setToolTip', 'setContextMenu']) {
      count(Tray.prototype, name);
    }
    count(Menu, 'buildFromTemplate');
    const realNowMs = Date.now;
    Date.now = () => realNowMs() + globalThis.clockAheadMs;
  });
}

/** Puts the app's clock ahead, so that a click asks again. */
function pollLater({ app }: RunningApp): Promise<void> {
  return app.evaluate((_electron, ms) => {
    globalThis.clockAheadMs += ms;
  }, BETWEEN_MS);
}
