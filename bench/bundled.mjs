// The app's own TypeScript in the bench: one file and what it imports, bundled and loaded. What is
// measured is the code itself, not a copy of it.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** What `entry`, a path from the root, exports. */
export async function importBundled({ root, entry }) {
  const outDir = path.join(root, 'out/bench');
  const name = `${path.basename(entry, '.ts')}.js`;
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: path.join(root, entry),
      target: 'node20.19',
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: name } },
    },
  });
  return import(pathToFileURL(path.join(outDir, name)).href);
}
