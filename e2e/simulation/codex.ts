// Codex, step by step: when it renews, what it sends, and how each release saves what it got.
// Source: codex-protocol.md §6.3, §6.4, §7 and §8, observed; reliability.md §1.

import type { HttpAnswer } from '../../main/core/answers.ts';
import { readClaims } from '../../main/core/claims.ts';
import {
  type Actor,
  AUTH_FILE,
  type Credentials,
  codexDocument,
  readCredentials,
  sleep,
  step,
  writeByRename,
  writeInPlace,
} from './actor.ts';
import { underLocks } from './codex-locks.ts';
import type { Network } from './network.ts';
import type { Server } from './server.ts';

/** `in-place`: up to 0.165. `auth-lock`: 0.166. `locking`: 0.169. */
export type CodexRelease = 'in-place' | 'auth-lock' | 'locking';

/** Why tokens that were issued to Codex are lost. `busy`: somebody held the lock for too long. */
export type Loss = 'busy' | 'broken' | 'changed' | 'other';

export interface CodexContext extends Actor {
  readonly release: CodexRelease;
  readonly network: Network;
  readonly server: Server;
  /** Told when this Codex has put new tokens into the file. */
  readonly onRenewed: () => void;
  /** Told when tokens that were issued to this Codex could not be saved. */
  readonly onLost: (why: Loss) => void;
}

export interface Codex {
  /** Works now and then until its process dies. */
  run(paceMs: { readonly min: number; readonly max: number }): Promise<void>;
  /** One call that needs a token; renews it if the rules say so, or in any case if told. */
  work(options: { readonly renew: boolean }): Promise<void>;
  /** Calls back as soon as it is not at work. */
  whenIdle(then: () => void): void;
}

/** What one Codex process knows: never more than the file once said. */
interface Memory {
  known: Credentials | null;
  /** The sign-in whose refresh token was refused for good. */
  refused: Credentials | null;
  busy: boolean;
  leaving: (() => void) | null;
}

const RENEWAL_LEAD_MS = 5 * 60_000;
const EXCHANGE_TIMEOUT_MS = 45_000;
const TRIES_MAX = 8;
const TRY_PAUSE_MS = 600;

export function createCodex(context: CodexContext): Codex {
  const memory: Memory = { known: null, refused: null, busy: false, leaving: null };
  const { process } = context;
  const work: Codex['work'] = async ({ renew }) => {
    if (memory.busy) return;
    memory.busy = true;
    try {
      await workOnce(context, memory, renew);
    } catch {
      // A full or read-only disk: Codex logs it and goes on.
    } finally {
      memory.busy = false;
      memory.leaving?.();
    }
  };
  return {
    work,
    whenIdle(then) {
      if (memory.busy) memory.leaving = then;
      else then();
    },
    async run({ min, max }) {
      while (process.alive) {
        await work({ renew: false });
        await sleep(context, process.random.between(min, max));
      }
    },
  };
}

async function workOnce(context: CodexContext, memory: Memory, renew: boolean): Promise<void> {
  memory.known ??= await load(context);
  const { known } = memory;
  if (known === null) return;
  const expiresAtMs = readClaims(known.accessToken)?.expiresAtMs ?? null;
  const nowMs = context.scheduler.nowMs();
  if (renew || (expiresAtMs !== null && expiresAtMs - nowMs <= RENEWAL_LEAD_MS)) {
    return refresh(context, memory);
  }
  // A model call: one 401 has the file read again, a second one has the token renewed.
  if (context.server.accessWorks(known.accessToken)) return;
  const disk = await load(context);
  const isNews = disk !== null && disk.accountId === known.accountId && differs(disk, known);
  if (isNews) memory.known = disk;
  if (isNews && context.server.accessWorks(disk.accessToken)) return;
  await refresh(context, memory);
}

async function load(context: CodexContext): Promise<Credentials | null> {
  return readCredentials(await step(context, 'read auth.json', () => context.disk.text(AUTH_FILE)));
}

async function refresh(context: CodexContext, memory: Memory): Promise<void> {
  const { known } = memory;
  const disk = await load(context);
  if (known === null || disk === null || disk.accountId !== known.accountId) return;
  // Why: without an account Codex never renews.
  if (disk.accountId === null) return;
  if (differs(disk, known)) {
    memory.known = disk;
    return;
  }
  if (memory.refused !== null && !differs(memory.refused, disk)) return;
  const renewed = await exchange(context, known);
  if (renewed === 'refused') memory.refused = known;
  if (renewed === 'refused' || renewed === null) return;
  if (await commit(context, known, renewed)) {
    memory.known = renewed;
    context.onRenewed();
  }
}

function differs(a: Credentials, b: Credentials): boolean {
  return (
    a.accessToken !== b.accessToken ||
    a.refreshToken !== b.refreshToken ||
    a.idToken !== b.idToken ||
    a.accountId !== b.accountId ||
    a.mode !== b.mode ||
    a.lastRefresh !== b.lastRefresh
  );
}

/** Null: nothing certain. Since 0.169 the same token is presented again and again. */
async function exchange(
  context: CodexContext,
  known: Credentials,
): Promise<Credentials | 'refused' | null> {
  const { network, process, release } = context;
  const tries = release === 'locking' ? TRIES_MAX : 1;
  for (let done = 0; done < tries; done += 1) {
    if (done > 0) await sleep(context, TRY_PAUSE_MS * process.random.between(0.5, 1.5));
    const sent = await network.exchange(process, known.refreshToken, {
      deadlineMs: EXCHANGE_TIMEOUT_MS,
      onceMore: false,
    });
    if (!sent.ok) continue;
    const read = readAnswer(context, sent.value, known);
    if (read !== null) return read;
  }
  return null;
}

function readAnswer(
  { scheduler }: CodexContext,
  { status, body }: HttpAnswer,
  known: Credentials,
): Credentials | 'refused' | null {
  if (status === 401) return 'refused';
  if (/refresh_token_(expired|reused|invalidated)/.test(body)) return 'refused';
  if (status !== 200 || !body.startsWith('{')) return null;
  const grant = JSON.parse(body);
  return {
    ...known,
    accessToken: grant.access_token ?? known.accessToken,
    refreshToken: grant.refresh_token ?? known.refreshToken,
    idToken: grant.id_token ?? known.idToken,
    lastRefresh: new Date(scheduler.nowMs()).toISOString(),
  };
}

/** Whether the new tokens are in the file; those that are not are lost. */
async function commit(
  context: CodexContext,
  known: Credentials,
  renewed: Credentials,
): Promise<boolean> {
  const { release } = context;
  // Why: an id token that is none fails the renewal after the server has rotated (observed).
  if (readClaims(renewed.idToken) === null) return lost(context, 'other');
  const document = codexDocument(renewed);
  if (release === 'in-place') {
    await writeInPlace(context, AUTH_FILE, document);
    return true;
  }
  if (release === 'auth-lock') {
    const saved = await underLocks(context, 'home', () =>
      writeInPlace(context, AUTH_FILE, document),
    );
    return saved === 'done' || lost(context, saved);
  }
  let why: 'changed' | 'other' | null = null;
  const locks = await underLocks(context, 'both', async (realPath) => {
    const disk = await load(context);
    if (disk === null || isOtherSignIn(disk, known)) {
      why = 'changed';
      return;
    }
    const { mode, links } = await step(context, 'look', () => context.disk.lookUp(realPath, true));
    if ((mode & 0o200) === 0 || links > 1) why = 'other';
    else await writeByRename(context, realPath, document);
  });
  if (locks !== 'done') return lost(context, locks);
  return why === null || lost(context, why);
}

function lost({ onLost }: CodexContext, why: Loss): false {
  onLost(why);
  return false;
}

function isOtherSignIn(a: Credentials, b: Credentials): boolean {
  return (
    a.mode !== b.mode ||
    a.accessToken !== b.accessToken ||
    a.refreshToken !== b.refreshToken ||
    a.accountId !== b.accountId
  );
}
