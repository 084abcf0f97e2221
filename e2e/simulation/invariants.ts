// The invariants of reliability.md §2, looked at after each step that can break them. Watches what our
// own processes do; what others do to the file is their affair.

import { constants } from 'node:fs';
import { AUTH_FILE, AUTH_LOCK, CODEX_HOME, readCredentials } from './actor.ts';
import type { Deed, Disk } from './files.ts';
import { faultsOfPublication, textOf } from './publication.ts';
import type { Process } from './scheduler.ts';
import type { Sending, Server } from './server.ts';
import { isAuthFile, isJournal } from './stages.ts';

export interface Violation {
  readonly invariant: string;
  readonly note: string;
  readonly atMs: number;
}

export interface InvariantOptions {
  readonly disk: Disk;
  readonly server: Server;
  readonly nowMs: () => number;
  /** The bounds of I9 need a clock and a ledger that work. */
  readonly countsRequests: boolean;
  /** A journal that cannot be written is no reason to drop the token. */
  readonly diskIsSound: boolean;
  /** Somebody in this world writes without taking Codex's locks. */
  readonly hasLocklessWriters: () => boolean;
  readonly allowedUrls: readonly string[];
  readonly isOurs: (process: Process) => boolean;
  /** Since when a Codex has been running without a break; null if none is. */
  readonly codexAliveSinceMs: () => number | null;
}

export interface Invariants {
  readonly violations: Violation[];
  /** Races with lockless writers that 4.4 names; counted, not held against us. */
  readonly races: string[];
  deed(deed: Deed): void;
  sent(process: Process, sending: Sending | null, account: string | null): void;
  delivered(process: Process, refreshToken: string): void;
  call(process: Process, label: string): void;
  locked(process: Process, path: string): void;
  address(url: string): void;
  rejected(process: Process): void;
  say(text: string): void;
  died(process: Process): void;
  report(invariant: string, note: string): void;
}

const HOUR_MS = 3_600_000;
const USAGE_PER_HOUR = 30;
/** Why less: the ledger counts from the decision, and a stretched step lies between that and us. */
const SLACK_MS = 30_000;
const EXCHANGE_PAUSE_MS = 900_000 - SLACK_MS;
const EXCHANGES_PER_DAY = 4;
const CODEX_WAIT_MS = 60_000;
const SECRET = /rt_FAKE|at_FAKE|eyJ[A-Za-z0-9_-]{9}/;

export function createInvariants(options: InvariantOptions): Invariants {
  const { disk, server, nowMs, isOurs } = options;
  const violations: Violation[] = [];
  const races: string[] = [];
  /** Tokens that were delivered and have not reached the journal yet, by process. */
  const inHand = new Map<Process, string>();
  /** When each of our processes was last rejected, and when it last began a journal. */
  const rejectedAt = new Map<Process, number>();
  const journalAt = new Map<Process, number>();
  let othersWroteAtMs = 0;
  /** Tokens that we have put into the file. */
  const inFile = new Set<string>();
  const usageAt = new Map<string, number[]>();
  const exchangeAt = new Map<string, number[]>();

  const report = (invariant: string, note: string): void => {
    if (violations.length < 20) violations.push({ invariant, note, atMs: nowMs() });
  };

  function published(deed: Deed): void {
    for (const { invariant, note, isRace } of faultsOfPublication(deed, server)) {
      if (isRace) raced(invariant, note);
      else report(invariant, note);
    }
    const after = readCredentials(textOf(deed.inode));
    if (after !== null) inFile.add(after.refreshToken);
  }

  function raced(invariant: string, note: string): void {
    if (options.hasLocklessWriters()) races.push(note);
    else report(invariant, note);
  }

  function removedJournal(): void {
    const last = server.sendings.findLast(({ sender }) => sender.startsWith('plimsoll'));
    const granted = last?.granted ?? null;
    if (last === undefined || granted === null || !last.journaled) return;
    if (server.stateOf(granted) !== 'live' || inFile.has(granted)) return;
    const known = readCredentials(disk.text(AUTH_FILE));
    if (disk.text(AUTH_FILE) === null) return;
    if (known === null) {
      raced('I1', 'the journal went while the file was unreadable');
      return;
    }
    if (known.refreshToken !== last.token) return;
    if (server.accountOf(known.accessToken) !== known.accountId) return;
    raced('I1', 'the journal went while the file still had the parent');
  }

  function countUsage(account: string): void {
    const recent = (usageAt.get(account) ?? []).filter((at) => at > nowMs() - HOUR_MS + SLACK_MS);
    recent.push(nowMs());
    usageAt.set(account, recent);
    if (recent.length > USAGE_PER_HOUR) report('I9', `${recent.length} usage requests in an hour`);
  }

  function countExchange(sending: Sending): void {
    const account = server.accountOf(sending.token) ?? '';
    const today = (exchangeAt.get(account) ?? []).filter(
      (at) => at > nowMs() - 24 * HOUR_MS + SLACK_MS,
    );
    const last = today.at(-1);
    if (last !== undefined && nowMs() - last < EXCHANGE_PAUSE_MS)
      report('I9', 'two exchanges in 15 min');
    today.push(nowMs());
    exchangeAt.set(account, today);
    if (today.length > EXCHANGES_PER_DAY) report('I9', `${today.length} exchanges in a day`);
  }

  /** Steps 4 and 6 of 3.2, which no end of a world shows for certain. */
  function checkOrder(process: Process, sending: Sending): void {
    const codexSince = options.codexAliveSinceMs();
    const rejected = rejectedAt.get(process) ?? 0;
    const waitedMs = nowMs() - rejected;
    if (codexSince !== null && codexSince <= rejected && waitedMs < CODEX_WAIT_MS) {
      report('step 4', 'did not wait for a live Codex');
    }
    const known = readCredentials(disk.text(AUTH_FILE));
    const isStale = known === null || known.refreshToken !== sending.token;
    if (isStale && othersWroteAtMs < (journalAt.get(process) ?? 0)) {
      report('last look', 'sent a token that the file had not held any more');
    }
  }

  return {
    violations,
    races,
    report,
    deed(deed) {
      const { by, op, path, inode, flags, mode } = deed;
      if (!isOurs(by)) {
        if (isAuthFile(path)) othersWroteAtMs = nowMs();
        return;
      }
      if (op === 'create' && isJournal(path)) journalAt.set(by, nowMs());
      if (op === 'create') {
        const isExclusive = (flags & constants.O_EXCL) !== 0 || path.endsWith('.lock');
        if (mode !== 0o600) report('I5', `${path} was created ${mode.toString(8)}`);
        if (isAuthFile(path)) report('I6', 'auth.json was created');
        if (!isExclusive) report('I5', `${path} was not created exclusively`);
      }
      if (op === 'rename' && isAuthFile(path)) published(deed);
      if (op === 'unlink' && isJournal(path)) removedJournal();
      if (op === 'unlink' && isAuthFile(path)) report('I7', 'auth.json was removed');
      const inPlace = op === 'write' || op === 'truncate' || op === 'chmod';
      if (inPlace && inode === disk.peek(AUTH_FILE)) report('I3', `${op} on auth.json itself`);
      if (
        op === 'write' &&
        !path.startsWith(CODEX_HOME) &&
        !path.startsWith('/home/fake/dotfiles')
      ) {
        if (SECRET.test(textOf(inode))) report('I8', `a token in ${path}`);
      }
      if (op === 'flush' && isJournal(path)) {
        if (inode.links === 0) report('I1', 'the journal has no name any more');
        const token = inHand.get(by);
        if (token === undefined || !textOf(inode).includes(token)) return;
        inHand.delete(by);
        for (const sending of server.sendings) sending.journaled ||= sending.granted === token;
      }
    },
    sent(process, sending, account) {
      if (!isOurs(process)) return;
      for (const lock of [AUTH_LOCK, `${AUTH_FILE}.lock`]) {
        const inode = disk.peek(lock);
        if (inode !== null && disk.flock.holderOf(inode)?.owner === process) {
          report('locks', `${lock} is held across a request`);
        }
      }
      if (sending === null) {
        if (options.countsRequests && account !== null) countUsage(account);
        return;
      }
      const before = server.sendings.filter(
        (other) =>
          other !== sending && other.token === sending.token && other.sender.startsWith('plimsoll'),
      );
      const unproven = before.filter(
        (other) => !(other.proofOfNothing && other.deliveredAtMs !== null),
      );
      if (unproven.length > 0 && !sending.onceMore) report('I2', 'a refresh token was sent twice');
      checkOrder(process, sending);
      if (options.countsRequests) countExchange(sending);
    },
    delivered(process, refreshToken) {
      if (isOurs(process)) inHand.set(process, refreshToken);
    },
    call(process, label) {
      if (!inHand.has(process)) return;
      if (/^(write|sync) .*\.plimsoll-rotation$/.test(label)) return;
      inHand.delete(process);
      if (!options.diskIsSound) return;
      report('I1', `${label.replace(/[0-9a-f]{12}/, '…')} came before the journal`);
    },
    locked(process, path) {
      if (path !== AUTH_LOCK) return;
      const inode = disk.peek(`${AUTH_FILE}.lock`);
      const holder = inode === null ? null : disk.flock.holderOf(inode);
      if (holder?.owner === process) report('locks', "Codex's locks in the wrong order");
    },
    address(url) {
      if (!options.allowedUrls.includes(url)) report('I10', 'a token left for another address');
    },
    rejected: (process) => void rejectedAt.set(process, nowMs()),
    say(text) {
      if (SECRET.test(text)) report('I8', 'a token in what is shown');
    },
    died: (process) => void inHand.delete(process),
  };
}
