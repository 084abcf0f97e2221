// The person at this computer, their other tools, and what they want: signing in and out, changing
// modes and links, putting an old file back. Each act is a process of its own with Codex's manners.

import type { Owner } from '../stand-in/jwt.ts';
import { FAKE_OWNER, OTHER_OWNER } from '../stand-in/jwt.ts';
import {
  type Actor,
  AUTH_FILE,
  codexDocument,
  readCredentials,
  sleep,
  step,
  writeByRename,
  writeInPlace,
} from './actor.ts';
import type { CodexRelease } from './codex.ts';
import { realPathOf, underLocks } from './codex-locks.ts';
import type { Server } from './server.ts';

export type PersonAct =
  | 'sign-in-same'
  | 'sign-in-other'
  | 'sign-out'
  | 'restore'
  | 'chmod'
  | 'hard-link'
  | 'lock-folder'
  | 'symlink';

/** What the person wants the file to be, as far as their last act says it. */
export interface Wish {
  /** Null: signed out. */
  account: string | null;
  /** An old file was put back: its tokens may be dead, and that is nobody's fault but theirs. */
  restoredDead: boolean;
  /** The refresh token of the last sign-in by hand. */
  token: string | null;
}

export interface PersonContext extends Actor {
  readonly server: Server;
  readonly release: CodexRelease;
  readonly wish: Wish;
  /** A copy of auth.json as it once was. */
  readonly backup: () => string | null;
  readonly accessLifetimeMs: number;
  /** Told at the moment an act takes effect. */
  readonly onAct: (act: PersonAct) => void;
}

const REVOKED_CHANCE = 0.6;
const REVOKE_MAX_MS = 400;

export async function act(context: PersonContext, name: PersonAct): Promise<void> {
  try {
    await perform(context, name);
  } catch {
    // The disk would not have it; the person shrugs.
  }
}

async function perform(context: PersonContext, name: PersonAct): Promise<void> {
  const { disk, process, onAct } = context;
  switch (name) {
    case 'sign-in-same':
      return signIn(context, FAKE_OWNER, name);
    case 'sign-in-other':
      return signIn(context, OTHER_OWNER, name);
    case 'sign-out':
      return signOut(context);
    case 'restore':
      return restore(context);
    case 'chmod':
      return step(context, 'chmod 0400', () => {
        disk.chmod(process, AUTH_FILE, 0o400);
        onAct(name);
      });
    case 'hard-link':
      return step(context, 'link', () => {
        disk.link(process, AUTH_FILE, `${AUTH_FILE}.copy`);
        onAct(name);
      });
    case 'lock-folder':
      return step(context, 'mkdir lock', () => {
        disk.mkdir(`${AUTH_FILE}.lock`, 0o755);
        onAct(name);
      });
    case 'symlink':
      return step(context, 'move behind a link', () => {
        if (disk.lookUp(AUTH_FILE, false).kind === 'link') return;
        disk.rename(process, AUTH_FILE, '/home/fake/dotfiles/auth.json');
        disk.symlink('/home/fake/dotfiles/auth.json', AUTH_FILE);
        onAct(name);
      });
  }
}

async function signIn(context: PersonContext, owner: Owner, name: PersonAct): Promise<void> {
  const { server, release, wish, scheduler, accessLifetimeMs } = context;
  const issued = server.signIn(owner, accessLifetimeMs);
  const document = codexDocument({
    mode: 'chatgpt',
    ...issued,
    accountId: owner.accountId,
    lastRefresh: new Date(scheduler.nowMs()).toISOString(),
  });
  const write = async (realPath: string): Promise<void> => {
    if (release === 'locking') await writeByRename(context, realPath, document);
    else await writeInPlace(context, realPath, document);
    wish.account = owner.accountId;
    wish.token = issued.refreshToken;
    wish.restoredDead = false;
    context.onAct(name);
  };
  if (release === 'in-place') await write(realPathOf(context));
  else await underLocks(context, release === 'locking' ? 'both' : 'home', write);
}

async function signOut(context: PersonContext): Promise<void> {
  const { disk, process, server, release, wish } = context;
  const known = readCredentials(await step(context, 'read', () => disk.text(AUTH_FILE)));
  // Why: the request takes its time, and Codex does not mind if it fails.
  const isHeard = process.random.chance(REVOKED_CHANCE);
  await sleep(context, process.random.between(0, REVOKE_MAX_MS));
  if (known !== null && isHeard) server.revoke(known.refreshToken);
  const remove = async (): Promise<void> => {
    await step(context, 'unlink auth.json', () => {
      disk.unlink(process, AUTH_FILE);
      wish.account = null;
      wish.token = null;
      context.onAct('sign-out');
    });
  };
  if (release === 'in-place') await remove();
  else await underLocks(context, release === 'locking' ? 'both' : 'home', remove);
}

/** A switcher or backup tool: renames an older copy over the file, without any lock. */
async function restore(context: PersonContext): Promise<void> {
  const { server, wish, backup } = context;
  const text = backup();
  const known = readCredentials(text);
  if (text === null || known === null) return;
  await writeByRename(context, realPathOf(context), text);
  wish.account = known.accountId;
  wish.token = known.refreshToken;
  // Why: a live token may be on its way to be spent, by Codex as well as by us.
  wish.restoredDead = server.stateOf(known.refreshToken) !== 'live';
  context.onAct('restore');
}
