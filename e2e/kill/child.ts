// What is killed: one start of Plimsoll after another, over the real ports and under told steps. Each
// job is a new home over whatever the last process left, as after a restart.
// Only kill.test.ts runs it, built by vite.config.ts beside this file.

import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { createHome, type OpenedHome } from '../../main/codex/assemble.ts';
import { createHttp } from '../../main/codex/http/http.ts';
import { nodePorts } from '../../main/codex/node-ports.ts';
import { createProcesses } from '../../main/codex/programs/processes.ts';
import type { Job, Report } from './jobs.ts';
import { type Tell, toldPorts } from './told-ports.ts';

/** The calls whose end says whether an answer can be lost. */
const TOLD_AFTER = new Set(['send token', 'write .plimsoll-rotation']);

/** Straight to the descriptor: what was said before a kill is heard after it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function tellerOf({ holdAt }: Job): Tell {
  let calls = 0;
  const seen = new Map<string, number>();
  return async (name, call) => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const isHeld =
      typeof holdAt === 'number'
        ? calls === holdAt
        : holdAt !== null && holdAt.name === name && holdAt.nth === nth;
    calls += 1;
    if (isHeld) {
      say(`held ${name}`);
      return new Promise(() => {});
    }
    say(`at ${name}`);
    try {
      return await call();
    } finally {
      if (TOLD_AFTER.has(name)) say(`did ${name}`);
    }
  };
}

function openJob(job: Job): OpenedHome {
  const { platform } = process;
  const uid = process.getuid?.() ?? null;
  const clock = { ...nodePorts.clock, nowMs: () => Date.now() + job.shiftMs };
  const processes = createProcesses({ platform, uid, homeDirectory: homedir() });
  const power = { mayExchange: () => true, stayAwake: () => () => {} };
  return createHome({
    ports: { ...nodePorts, ...toldPorts(tellerOf(job)), clock, processes, power },
    codexHome: job.codexHome,
    plimsollHome: job.plimsollHome,
    version: '0',
    platform,
    uid,
    renewal: () => 'plimsoll',
    askCodex: null,
    tokenUrlOverride: job.tokenUrl,
    paceDivisor: 1,
  });
}

async function run(job: Job): Promise<Report> {
  const home = openJob(job);
  if (job.act === 'refresh-auth') {
    const { failure, warning, steps } = await home.refreshAuth({ onceMore: false });
    return report(failure, warning, steps);
  }
  const { result, warning, recovery } = await home.poll({ force: false, onceMore: false });
  return report(result.ok ? null : result.failure, warning, recovery);
}

interface Named {
  readonly kind: string;
  readonly reason?: string;
}

function report(
  failure: Named | null,
  warning: Named | null,
  steps: readonly { readonly step: string; readonly outcome: string }[],
): Report {
  const { kind, reason } = failure ?? { kind: null };
  return {
    failure: reason === undefined ? kind : `${kind}: ${reason}`,
    warning: warning?.kind ?? null,
    steps: steps.map(({ step, outcome }) => `${step} ${outcome}`),
  };
}

// Why first: it loads what a request needs while nobody waits, so that the steps of a job are quick.
const nobody = 'http://127.0.0.1:9/';
await createHttp({ proxyFor: async () => 'none' }).send({
  ...{ method: 'GET', url: nobody, setting: '', headers: {}, body: null },
  deadlineMs: 1_000,
  bodyMaxBytes: 0,
});
const jobs = createInterface({ input: process.stdin });
say('ready');
for await (const line of jobs) say(`ended ${JSON.stringify(await run(JSON.parse(line)))}`);
