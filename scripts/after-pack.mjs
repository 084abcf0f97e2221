// What the packager does once the files of a package lie together, before it is signed and compressed.
// Takes Electron's own default app away: a package that lost its app must not start another one.

import { rmSync } from 'node:fs';
import path from 'node:path';

/** Named in electron-builder.yml. */
export function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return;
  rmSync(path.join(appOutDir, 'resources', 'default_app.asar'), { force: true });
}
