// What one publish of auth.json costs on this disk, measured on the app's own code, bundled from its
// TypeScript. Fake tokens only.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const ROUNDS = 200;

/** { publishMs, lockedMs, lockedQuickMs, lockedWorstMs } */
export async function measurePublishCost({ root }) {
  const outDir = path.join(root, 'out/bench');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: path.join(root, 'e2e/interop/publish-cost.ts'),
      target: 'node20.19',
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'publish-cost.js' } },
    },
  });
  const { measurePublish } = await import(pathToFileURL(path.join(outDir, 'publish-cost.js')).href);
  const sample = path.join(root, 'main/core/samples/auth/chatgpt.json');
  const cost = await measurePublish(readFileSync(sample, 'utf8'), { rounds: ROUNDS });
  return Object.fromEntries(
    Object.entries(cost).map(([name, ms]) => [name, Number(ms.toFixed(1))]),
  );
}
