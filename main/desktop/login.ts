// Whether the system started the app at login, or a person did by hand. Electron as types only.
// Never changes whether it does.

import type { App } from 'electron';

/** What an entry among the programs started at login adds where the system itself does not tell. */
const LOGIN_SWITCH = '--login';

/** Source: Electron's types, documented: `wasOpenedAtLogin` exists on macOS alone. */
export function wasOpenedAtLogin(
  app: Pick<App, 'getLoginItemSettings'>,
  { platform, argv }: Pick<NodeJS.Process, 'platform' | 'argv'>,
): boolean {
  if (platform === 'darwin') return app.getLoginItemSettings().wasOpenedAtLogin;
  return argv.includes(LOGIN_SWITCH);
}
