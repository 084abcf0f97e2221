// What recovery costs a poll that needs none: the real session over real files, once with the real
// rotation behind it and once with none. Answers come at once, so that nothing else is in the figures.
// Used by a test, which counts, and by the bench, which times.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Http } from '../../main/codex/http/http.ts';
import { createLedgerFile } from '../../main/codex/ledger-file.ts';
import { nodePorts } from '../../main/codex/node-ports.ts';
import { createOpenAi } from '../../main/codex/openai.ts';
import type { Files, Locks } from '../../main/codex/ports.ts';
import { createRotation, type Rotation } from '../../main/codex/renewal/rotation.ts';
import { createSession, type Session } from '../../main/codex/session.ts';
import { exampleAuthFile, exampleTakenAtMs, exampleUsageAnswer } from '../../main/core/examples.ts';
import { HOUR_MS } from '../../main/core/time.ts';

export interface PollCost {
  readonly cpuMs: number;
  /** Everything asked of the file system, and the reads among it. */
  readonly fileCalls: number;
  readonly fileReads: number;
}

export interface PollCosts {
  readonly whole: readonly PollCost[];
  readonly plain: readonly PollCost[];
}

/** Polls in turn with and without recovery; the first of each, which looks around, is left out. */
export async function measurePolls({ rounds }: { readonly rounds: number }): Promise<PollCosts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-poll-'));
  try {
    const sides = { whole: makeSide(folder, 'whole'), plain: makeSide(folder, 'plain') };
    const costs: Record<keyof PollCosts, PollCost[]> = { whole: [], plain: [] };
    await sides.whole();
    await sides.plain();
    for (let round = 0; round < rounds; round += 1) {
      costs.whole.push(await sides.whole());
      costs.plain.push(await sides.plain());
    }
    return costs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeSide(folder: string, side: keyof PollCosts): () => Promise<PollCost> {
  const count = { calls: 0, reads: 0 };
  let nowMs = exampleTakenAtMs;
  const session = makeSession({ folder: path.join(folder, side), side, count, nowMs: () => nowMs });
  return async () => {
    // Why: the budget of an hour and the list of earned resets are the same for each poll.
    nowMs += 2 * HOUR_MS;
    Object.assign(count, { calls: 0, reads: 0 });
    const before = process.cpuUsage();
    const { result } = await session.readUsage({ force: false, onceMore: false });
    const { user, system } = process.cpuUsage(before);
    if (!result.ok) throw new Error(`poll: ${result.failure.kind}`);
    return { cpuMs: (user + system) / 1000, fileCalls: count.calls, fileReads: count.reads };
  };
}

interface Side {
  readonly folder: string;
  readonly side: keyof PollCosts;
  readonly count: { calls: number; reads: number };
  readonly nowMs: () => number;
}

function makeSession({ folder, side, count, nowMs }: Side): Session {
  const files = countedFiles(count);
  files.mkdir(folder, { recursive: true, mode: 0o700 });
  const codexHome = mkdtempSync(`${folder}-codex-`);
  writeFileSync(path.join(codexHome, 'auth.json'), JSON.stringify(exampleAuthFile), {
    mode: 0o600,
  });
  const locks: Locks = { acquire: async () => async () => {} };
  const ports = {
    ...nodePorts,
    files,
    locks,
    clock: { ...nodePorts.clock, nowMs },
    processes: { isCodexAlive: async () => false },
    power: { mayExchange: () => true, stayAwake: () => () => {} },
  };
  const ledger = createLedgerFile({ ...ports, plimsollHome: folder, paceDivisor: 1 });
  const openai = createOpenAi({ http: ANSWERS, nowMs, version: '0' });
  const rotation =
    side === 'plain'
      ? NO_ROTATION
      : createRotation({
          ports,
          codexHome,
          authFile: path.join(codexHome, 'auth.json'),
          uid: process.getuid?.() ?? null,
          usesCodexLocks: true,
          ledger,
          openai,
          renewal: () => 'plimsoll',
          askCodex: null,
          tokenUrlOverride: null,
          paceDivisor: 1,
        });
  return createSession({ ports, codexHome, ledger, openai, rotation, paceDivisor: 1 });
}

const NO_ROTATION: Pick<Rotation, 'permit' | 'rotate' | 'settle'> = {
  permit: () => Promise.reject(new Error('nothing is recovered here')),
  rotate: () => Promise.reject(new Error('nothing is rotated here')),
  settle: async () => ({ steps: [], warning: null, waitsFor: null }),
};

const ANSWERS: Http = {
  send: async () => ({
    ok: true,
    value: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exampleUsageAnswer),
    },
  }),
};

function countedFiles(count: Side['count']): Files {
  const { files } = nodePorts;
  const counted =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> => {
      count.calls += 1;
      return work(...args);
    };
  return {
    rename: counted((from: string, to: string) => files.rename(from, to)),
    unlink: counted((file: string) => files.unlink(file)),
    realpath: counted((file: string) => files.realpath(file)),
    lstat: counted((file: string) => files.lstat(file)),
    readdir: counted((folder: string) => files.readdir(folder)),
    mkdir: counted((folder: string, options) => files.mkdir(folder, options)),
    open: async (file, flags, mode) => {
      count.calls += 1;
      const handle = await files.open(file, flags, mode);
      const read = handle.read.bind(handle);
      return Object.assign(handle, {
        read: (...args: Parameters<typeof read>) => {
          count.reads += 1;
          return read(...args);
        },
      });
    },
  };
}
