// The judgement at the end: is the sign-in on disk alive, of the right account, and wanted? And if it
// is not, which row of reliability.md 4.4, or whose own doing, explains it.

import { AUTH_FILE, type Credentials, readCredentials } from './actor.ts';
import type { Sending } from './server.ts';
import type { World } from './world.ts';

export type Verdict =
  | 'good'
  /** The refresh token on disk is of no use any more. */
  | 'spent'
  | 'revoked'
  | 'torn'
  | 'vanished'
  | 'wrong-account'
  | 'mixed'
  | 'undone-sign-in'
  | 'undone-sign-out';

/** Rows of 4.4, then what is nobody's fault, or somebody else's. */
export type Row =
  | 'the answer never came'
  | 'crash inside step 8'
  | 'the disk would not take the journal'
  | 'Codex sent the same token'
  | 'in-place writer in the window'
  | 'the network doubled the request'
  | "another tool's lock folder"
  | 'moved behind a link, away from the journal'
  | "Codex's own loss"
  | "the person's own doing"
  | 'the server granted for somebody else';

export function judge({ disk, server, wish }: World): Verdict {
  const text = disk.text(AUTH_FILE);
  if (wish.account === null) return text === null ? 'good' : 'undone-sign-out';
  if (text === null) return 'vanished';
  const known = readCredentials(text);
  if (known === null) return 'torn';
  if (known.accountId !== wish.account) return 'wrong-account';
  if (server.accountOf(known.refreshToken) !== known.accountId) return 'mixed';
  const isOtherSignIn =
    wish.token !== null && server.familyOf(wish.token) !== server.familyOf(known.refreshToken);
  if (isOtherSignIn) return 'undone-sign-in';
  switch (server.stateOf(known.refreshToken)) {
    case 'live':
      return 'good';
    case 'revoked':
      return 'revoked';
    default:
      return 'spent';
  }
}

/** Null: nothing excuses it. */
export function explain(world: World, verdict: Verdict): Row | null {
  if (verdict === 'spent' || verdict === 'revoked') {
    const known = readCredentials(world.disk.text(AUTH_FILE));
    return known === null ? null : explainDead(world, verdict, known);
  }
  return world.crowd.hasLocklessWriters() ? 'in-place writer in the window' : null;
}

const isOurs = ({ sender }: Sending): boolean => sender.startsWith('plimsoll');

function explainDead(world: World, verdict: Verdict, known: Credentials): Row | null {
  const { server, wish, crowd, scenario } = world;
  const { refreshToken } = known;
  if (wish.restoredDead) return "the person's own doing";
  const family = server.familyOf(refreshToken);
  const reuse = server.reuses.find((candidate) => candidate.family === family);
  if (verdict === 'revoked') {
    if (reuse === undefined) return "the person's own doing";
    return explainReuse(world, reuse.token);
  }
  const sendings = server.sendings.filter(({ token }) => token === refreshToken);
  const spender = sendings.find(({ granted }) => granted !== null);
  if (spender === undefined) return null;
  if (!isOurs(spender)) {
    if (crowd.losses.includes('busy')) return null;
    return sendings.some(isOurs) ? 'Codex sent the same token' : "Codex's own loss";
  }
  if (!spender.deliveredWhole) return 'the answer never came';
  if (scenario.habits.grantAccess === 'other-account')
    return 'the server granted for somebody else';
  if (spender.journaled) return explainKept(crowd.acts);
  const { deaths, powerFailureAtMs, quits, diskWindows } = scenario;
  if (deaths.length > 0 || powerFailureAtMs !== null || quits) return 'crash inside step 8';
  return diskWindows.length > 0 ? 'the disk would not take the journal' : null;
}

/** The journal still has the tokens, and cannot be obeyed, or not be found. */
function explainKept(acts: World['crowd']['acts']): Row | null {
  if (acts.includes('chmod') || acts.includes('hard-link')) return "the person's own doing";
  if (acts.includes('lock-folder')) return "another tool's lock folder";
  return acts.includes('symlink') ? 'moved behind a link, away from the journal' : null;
}

function explainReuse({ server, crowd }: World, reused: string): Row | null {
  const sendings = server.sendings.filter(({ token }) => token === reused);
  const ours = sendings.filter(isOurs);
  if (ours.length === 0) return "Codex's own loss";
  if (sendings.length > ours.length) return 'Codex sent the same token';
  // Why: an older file put back is a spent token, and presenting it is what the person asked for.
  if (crowd.acts.includes('restore')) return "the person's own doing";
  if (ours.length === 1) return 'the network doubled the request';
  return ours.some(({ onceMore }) => onceMore) ? 'the answer never came' : null;
}
