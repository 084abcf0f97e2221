// The running accounts: opens and closes their units as accounts.json changes, sees which of them are
// copies of another, and starts one monitor for each sign-in and no more. One change at a time.

import { type AccountEntry, ownAccount } from '../codex/account-place.ts';
import { createTurns, type Turns } from '../codex/turns.ts';
import type { AuthFile } from '../core/auth.ts';
import { type Copy, findCopies, type SignInPrint, sharedPrints } from '../core/copies.ts';
import type { KnownAccount } from '../core/known-accounts.ts';
import type { AccountUnit } from './account-unit.ts';

export interface Running {
  readonly entry: AccountEntry;
  readonly unit: AccountUnit;
  /** Whose sign-in this is a copy of, by id; its numbers are that one's. */
  copy: { readonly of: string; readonly kind: Copy['kind'] } | null;
  /** A token that this run does not have: there is nothing to ask with. */
  readonly isWithoutToken: boolean;
  stop: (() => void) | null;
  unwatch: (() => void) | null;
}

export interface AccountListPorts {
  readonly ownHome: string;
  loadKnown(): Promise<readonly KnownAccount[]>;
  openUnit(entry: AccountEntry, held: AuthFile | null): Promise<AccountUnit>;
  /** Which accounts there are, or how they belong together, has changed. */
  onChange(): void;
}

export interface AccountList {
  /** Never empty; the first is Codex's own home. */
  all(): readonly Running[];
  /** Takes up what accounts.json says now. */
  reload(): Promise<void>;
  /** Looks which sign-ins are copies; a poll waits for this, so that no copy is asked about. */
  lookForCopies(): Promise<void>;
  /** Keeps a sign-in for this run; the account that it is of is opened anew. */
  hold(id: string, signIn: AuthFile): Promise<void>;
  start(options: { readonly atLogin: boolean }): Promise<void>;
  stop(): void;
}

interface Machine {
  readonly ports: AccountListPorts;
  readonly held: Map<string, AuthFile>;
  running: readonly Running[];
  starting: { readonly atLogin: boolean } | null;
  readonly inTurn: Turns;
}

/** Resolves with Codex's own home and all that was known before. */
export async function openAccountList(ports: AccountListPorts): Promise<AccountList> {
  const inTurn = createTurns();
  const machine: Machine = { ports, held: new Map(), running: [], starting: null, inTurn };
  await inTurn(() => reload(machine));
  return {
    all: () => machine.running,
    reload: () => inTurn(() => reload(machine)),
    lookForCopies: () => inTurn(() => lookForCopies(machine)),
    hold: (id, signIn) => inTurn(async () => hold(machine, id, signIn)),
    start(options) {
      machine.starting = options;
      return inTurn(() => lookForCopies(machine));
    },
    stop() {
      machine.starting = null;
      for (const each of machine.running) close(each);
    },
  };
}

async function reload(machine: Machine): Promise<void> {
  const { ports, held, running } = machine;
  const entries = [ownAccount(ports.ownHome), ...(await ports.loadKnown())];
  const next = await Promise.all(
    entries.map(async (entry): Promise<Running> => {
      const same = running.find((each) => JSON.stringify(each.entry) === JSON.stringify(entry));
      if (same !== undefined) return same;
      const signIn = held.get(entry.id) ?? null;
      const unit = await ports.openUnit(entry, signIn);
      const isWithoutToken = entry.place.kind === 'token' && signIn === null;
      return { entry, unit, copy: null, isWithoutToken, stop: null, unwatch: null };
    }),
  );
  for (const each of running.filter((before) => !next.includes(before))) close(each);
  machine.running = next;
  await lookForCopies(machine);
  ports.onChange();
}

function hold(machine: Machine, id: string, signIn: AuthFile): void {
  machine.held.set(id, signIn);
  const isIt = ({ entry }: Running): boolean => entry.id === id;
  for (const each of machine.running.filter(isIt)) close(each);
  machine.running = machine.running.filter((each) => !isIt(each));
}

async function lookForCopies(machine: Machine): Promise<void> {
  const { running, ports } = machine;
  const isAlone = running.length === 1;
  // Why: who has one account asks at every poll, and there is nothing that its file could be a copy of.
  const prints = await Promise.all(isAlone ? running.map(unlooked) : running.map(printOf));
  // Why before anything starts: what lies in two files must not be sent by the first of its polls.
  for (const print of sharedPrints(prints)) await running[0]?.unit.home.markShared(print);
  let hasChanged = false;
  for (const [at, copy] of findCopies(prints).entries()) {
    const each = running[at];
    const original = copy === null ? undefined : running[copy.of];
    if (each === undefined) continue;
    const next =
      original === undefined || copy === null ? null : { of: original.entry.id, kind: copy.kind };
    hasChanged ||= JSON.stringify(next) !== JSON.stringify(each.copy);
    each.copy = next;
  }
  await startAndEnd(machine);
  if (hasChanged) ports.onChange();
}

async function printOf(each: Running): Promise<SignInPrint> {
  // Why: it lies in no file, and has nothing that could be spent.
  return each.entry.place.kind === 'token' ? unlooked(each) : each.unit.home.print();
}

/** Of a place that is no copy of any other, and need not be looked at for that. */
function unlooked({ entry }: Running): SignInPrint {
  return { print: null, realPath: `account ${entry.id}` };
}

/** One monitor a sign-in: copies and tokens that are gone have none. */
async function startAndEnd(machine: Machine): Promise<void> {
  const { running, starting } = machine;
  await Promise.all(
    running.map(async (each) => {
      if (starting !== null) each.unwatch ??= watch(machine, each);
      const isWanted = starting !== null && each.copy === null && !each.isWithoutToken;
      if (!isWanted) end(each);
      else if (each.stop === null) each.stop = await each.unit.start(starting);
    }),
  );
}

/** Why also a copy: it is none any more when somebody signs in there. */
function watch(machine: Machine, { unit }: Running): () => void {
  return unit.watch(() => {
    const looked = machine.inTurn(() => lookForCopies(machine));
    void looked.then(() => unit.monitor.poll('file-changed'));
  });
}

function close(each: Running): void {
  end(each);
  each.unwatch?.();
  each.unwatch = null;
}

function end(each: Running): void {
  each.stop?.();
  each.stop = null;
}
