// The real Codex and we renew the same sign-in at the same moment, again and again, while somebody
// reads the file all the time. Without the wait for a live Codex, or nothing would race.

import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { AppServer } from './codex.ts';
import { startReader } from './reader.ts';
import { openStage, type Stage } from './stage.ts';

const programs = inject('codexPrograms');
const [newest] = programs;

/** What becomes of the first of the two requests: its effect, or only its answer, comes late. */
const FATES = [
  { when: 'before', ms: 30 },
  { when: 'after', ms: 5 },
  { when: 'before', ms: 80 },
  { when: 'after', ms: 50 },
  { when: 'after', ms: 0 },
] as const;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

interface Race {
  /** Both presented the same token. */
  readonly isCollision: boolean;
  readonly winner: 'plimsoll' | 'codex';
  /** Who renewed, by what we say. */
  readonly by: Race['winner'] | null;
}

async function raceOnce(server: AppServer, round: number): Promise<Race> {
  const { standIn } = stage;
  const parent = String(stage.file().refresh);
  const fate = FATES[round % FATES.length];
  if (fate !== undefined) standIn.faults.push('token', { kind: 'delay', ...fate });
  let codex: Promise<unknown> | null = null;
  const side = stage.ours(async (point) => {
    // Why here: Codex sends within milliseconds, while we prove first that we can save.
    if (point === 'before sending') codex = forceRefresh(server);
  });
  const { by } = await side.renew();
  await codex;
  standIn.faults.clear();
  const isCollision = standIn.tokens.inspect(parent).presented > 1;
  return { isCollision, winner: lastWinner(), by };
}

/** Whose exchange was the last that was granted. */
function lastWinner(): Race['winner'] {
  const isGranted = ({ route, status }: { route: string; status: number | null }): boolean =>
    route === 'token' && status === 200;
  const granted = stage.standIn.requests.findLast(isGranted);
  return granted?.headers.originator === 'plimsoll' ? 'plimsoll' : 'codex';
}

/** Codex says what went wrong, which is nothing of ours; what it left on the disk is. */
const forceRefresh = (server: AppServer): Promise<unknown> =>
  server.call('account/read', { refreshToken: true }).catch(() => null);

/** How often each release races. */
const races = programs.map((program, at) => ({ ...program, rounds: at === 0 ? 40 : 15 }));

describe.each(races)('Codex $version and we', ({ rounds, ...program }) => {
  test('keep the sign-in alive and the file whole, when both renew at once', async () => {
    const { accountId } = stage.signIn();
    const server = await stage.appServer(program);
    await server.call('account/rateLimits/read');
    const reader = startReader(stage.home.authFile);
    const results: Race[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const result = await raceOnce(server, round);
      results.push(result);
      expect(result.by).toBe(result.winner);
      const { refresh, account } = stage.file();
      expect(account).toBe(accountId);
      expect(stage.standIn.tokens.inspect(String(refresh)).state).toBe('live');
      // Why: a Codex that lost adopts our tokens here, or it would only adopt in the next round.
      if (result.winner === 'plimsoll') await forceRefresh(server);
    }
    const { reads, documents, torn } = await reader.stop();
    const collisions = results.filter(({ isCollision }) => isCollision).length;
    const ours = results.filter(({ winner }) => winner === 'plimsoll').length;
    console.log(
      `Codex ${program.version}: ${rounds} rounds, ${collisions} collisions, ${ours} won by us; ` +
        `${reads} reads, ${torn.length} torn`,
    );
    expect(collisions).toBeGreaterThan(rounds / 2);
    expect(ours).toBeGreaterThan(0);
    expect(ours).toBeLessThan(rounds);
    expect(documents).toBeGreaterThan(rounds / 2);
    // Older releases write in place: what is torn there is torn by them.
    if (program.version === newest?.version) expect(torn).toEqual([]);
  });
});
