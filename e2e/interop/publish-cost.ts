// What one publish costs on this disk: the whole call, and the part in which Codex must wait for us.
// Real locks, real flushes, no network. Used by a test and by the bench.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocks } from '../../main/codex/locks.ts';
import { nodePorts } from '../../main/codex/node-ports.ts';
import type { Locks } from '../../main/codex/ports.ts';
import { publish } from '../../main/codex/renewal/publish.ts';
import { createTempFile } from '../../main/codex/renewal/temp-file.ts';
import { Secret } from '../../main/core/secret.ts';

export interface PublishCost {
  /** The whole call, in the middle of the rounds. */
  readonly publishMs: number;
  /** While both of Codex's locks were ours: in the middle, in the quick quarter, at worst. */
  readonly lockedMs: number;
  readonly lockedQuickMs: number;
  readonly lockedWorstMs: number;
}

/** Publishes that often over a document of the usual size. */
export async function measurePublish(
  document: string,
  { rounds }: { readonly rounds: number },
): Promise<PublishCost> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-publish-'));
  const authFile = path.join(folder, 'auth.json');
  const lockedMs: number[] = [];
  const locks = timedLocks(createLocks({ ...nodePorts, platform: process.platform }), lockedMs);
  const context = {
    ports: { ...nodePorts, locks },
    codexHome: folder,
    authFile,
    uid: process.getuid?.() ?? null,
    usesCodexLocks: true,
  };
  const wholeMs: number[] = [];
  try {
    writeFileSync(authFile, document, { mode: 0o600 });
    for (let round = 0; round < rounds; round += 1) {
      const temp = await createTempFile(nodePorts, authFile, Buffer.byteLength(document));
      const refreshToken = new Secret(`rt_FAKE_${round}`);
      const startedAt = performance.now();
      const published = await publish(context, {
        grant: { accessToken: null, refreshToken, idToken: null },
        realPath: authFile,
        isParent: async () => true,
        temp,
      });
      wholeMs.push(performance.now() - startedAt);
      const isThere = readFileSync(authFile, 'utf8').includes(`"rt_FAKE_${round}"`);
      if (published.kind !== 'saved' || !isThere) throw new Error(`publish: ${published.kind}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    publishMs: quantile(wholeMs, 0.5),
    lockedMs: quantile(lockedMs, 0.5),
    lockedQuickMs: quantile(lockedMs, 0.25),
    lockedWorstMs: quantile(lockedMs, 1),
  };
}

function timedLocks(locks: Locks, lockedMs: number[]): Locks {
  return {
    acquire: async (file, waitMs) => {
      const release = await locks.acquire(file, waitMs);
      if (typeof release !== 'function' || !file.endsWith('auth.json.lock')) return release;
      const startedAt = performance.now();
      return async () => {
        await release();
        lockedMs.push(performance.now() - startedAt);
      };
    },
  };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
}
