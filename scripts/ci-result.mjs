#!/usr/bin/env node
// One row of the table that says on which Electron each result was obtained:
// `node scripts/ci-result.mjs "what was run" RESULT`. Asks what is there; a job that failed before it had
// an Electron gets its row as well.

import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const RESULT_HEADING = '| what | system | Node | Electron | result |\n|---|---|---|---|---|';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what = '', result = ''] = process.argv.slice(2);
  const system = `${process.platform} ${process.arch}`;
  const cells = [what, system, process.versions.node, await electronHere(), result];
  console.log(`| ${cells.join(' | ')} |`);
}

async function electronHere() {
  try {
    const { ensureElectron } = await import('./electron-runtime.mjs');
    const root = path.join(import.meta.dirname, '..');
    const { version, source } = await ensureElectron({ root, log: () => undefined });
    return `${version} (${source})`;
  } catch {
    return 'none';
  }
}
