// The last act of packaging: SHA256SUMS beside what was made, in the form that `sha256sum -c` reads,
// and the same as a list with sizes. Says nothing where only a folder was made.

import { createHash } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const MIB = 1024 * 1024;

/** Named in electron-builder.yml. */
export async function afterAllArtifactBuild({ outDir, artifactPaths }) {
  const files = artifactPaths.filter((file) => !/\.(blockmap|yml)$/.test(file)).toSorted();
  const lines = [];
  for (const file of files) {
    const sum = await sha256(file);
    lines.push(`${sum}  ${path.basename(file)}`);
    const size = (statSync(file).size / MIB).toFixed(1).padStart(7);
    process.stdout.write(`${sum}  ${size} MiB  ${path.basename(file)}\n`);
  }
  if (lines.length === 0) return [];
  const sums = path.join(outDir, 'SHA256SUMS');
  writeFileSync(sums, `${lines.join('\n')}\n`);
  return [sums];
}

async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
