// What one publish of auth.json costs on this disk, measured on the app's own code, bundled from its
// TypeScript. Fake tokens only.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { importBundled } from './bundled.mjs';

const ROUNDS = 200;

/** { publishMs, lockedMs, lockedQuickMs, lockedWorstMs } */
export async function measurePublishCost({ root }) {
  const { measurePublish } = await importBundled({ root, entry: 'e2e/interop/publish-cost.ts' });
  const sample = path.join(root, 'main/core/samples/auth/chatgpt.json');
  const cost = await measurePublish(readFileSync(sample, 'utf8'), { rounds: ROUNDS });
  return Object.fromEntries(
    Object.entries(cost).map(([name, ms]) => [name, Number(ms.toFixed(1))]),
  );
}
