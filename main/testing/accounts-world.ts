// Several accounts of one app through a virtual day: the real list, units, monitors, sessions and ledger
// over files in memory and a clock that jumps, and a service of the test's own. Only tests import this.

import path from 'node:path';
import { type AccountList, openAccountList } from '../app/account-list.ts';
import { type AccountUnit, createAccountUnit } from '../app/account-unit.ts';
import { createPollGate } from '../app/poll-gate.ts';
import { type AccountEntry, foldersOf } from '../codex/account-place.ts';
import { createHome } from '../codex/assemble.ts';
import type { HttpRequest } from '../codex/http/http.ts';
import { createLedgerStore } from '../codex/ledger-store.ts';
import type { AlertText } from '../core/alert-text.ts';
import type { HttpAnswer, NotAnswered } from '../core/answers.ts';
import { exampleAuthFile } from '../core/examples.ts';
import type { Result } from '../core/failure.ts';
import type { KnownAccount } from '../core/known-accounts.ts';
import type { Outcome } from '../core/reading.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { createWords } from '../core/words/words.ts';
import { memoryFiles } from './memory-files.ts';
import { createTimeline, HOME, STARTS_AT_MS, seeded, worldPorts } from './week.ts';

const UID = 1000;
const LATENCY_MS = 80;
const TOKEN_URL = 'https://auth.openai.com/oauth/token';
export const OWN_HOME = '/home/fake/.codex';

export interface Asked {
  readonly atMs: number;
  readonly route: 'usage' | 'token';
  /** Whose sign-in asks; of a usage request. */
  readonly account: string | undefined;
  /** The form of an exchange. */
  readonly body: string;
  /** Whose poll begins with this request: the account's id in the list; null if none does. */
  readonly begins: string | null;
}

export interface AccountsWorldOptions {
  readonly names: readonly string[];
  readonly seed: number;
  readonly service: (asked: Asked) => Result<HttpAnswer, NotAnswered>;
}

export type AccountsWorld = Awaited<ReturnType<typeof createAccountsWorld>>;

/** A Codex home's auth.json of that person, with a refresh token of that name. */
export function authJsonOf(person: string, refreshToken: string): string {
  const access = { account_id: person, access_token: `at-beside-${refreshToken}` };
  const tokens = { ...exampleAuthFile.tokens, ...access, refresh_token: refreshToken };
  return JSON.stringify({ ...exampleAuthFile, tokens });
}

export function homeOf(name: string): string {
  return `/home/fake/homes/${name}`;
}

export async function createAccountsWorld(options: AccountsWorldOptions) {
  const service = createService(options);
  const { timeline, files } = service;
  const { nowMs, wait, live } = timeline;
  const alerts: { readonly id: string; readonly text: AlertText }[] = [];
  const now: Now = { chosenId: 'default', known: options.names.map(knownAs) };
  const list: AccountList = await openAccountList({
    ownHome: OWN_HOME,
    loadKnown: async () => now.known,
    openUnit: async (entry) => openUnit(entry, { ...service, now, alerts, list: () => list }),
    onChange: () => {},
  });
  return {
    list,
    files,
    alerts,
    asked: service.asked,
    outcomes: service.outcomes,
    nowMs,
    random: service.random,
    live,
    at: (afterMs: number, act: () => void): void =>
      void wait(STARTS_AT_MS + afterMs - nowMs(), act),
    authFileOf: (at: number): string =>
      path.join(at < 0 ? OWN_HOME : homeOf(options.names[at] ?? ''), 'auth.json'),
    choose(id: string): void {
      now.chosenId = id;
      const unit = list.all().find(({ entry }) => entry.id === id)?.unit;
      void unit?.monitor.poll('opened');
    },
    /** What a watcher would tell. */
    async fileChanged(): Promise<void> {
      await list.lookForCopies();
      for (const { unit } of list.all()) void unit.monitor.poll('file-changed');
    },
    async remove(id: string): Promise<void> {
      now.known = now.known.filter((each) => each.id !== id);
      await list.reload();
    },
  };
}

/** What a person changes. */
interface Now {
  chosenId: string;
  known: readonly KnownAccount[];
}

function knownAs(name: string, at: number): KnownAccount {
  const place = { kind: 'home', folder: homeOf(name) } as const;
  return { id: at.toString(16).padStart(8, '0'), name, place, sessionsDir: null };
}

/** Time, files, and a service that remembers what it was asked. */
function createService({ seed, service }: AccountsWorldOptions) {
  const timeline = createTimeline();
  const { nowMs, wait } = timeline;
  const random = seeded(seed);
  const files = memoryFiles(nowMs, UID);
  const asked: Asked[] = [];
  const outcomes: { readonly id: string; readonly outcome: Outcome }[] = [];
  const next: { begins: string | null } = { begins: null };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void wait(ms, resolve));
  const send = async ({ url, headers, body }: HttpRequest) => {
    const route = url === TOKEN_URL ? 'token' : 'usage';
    const account = headers['chatgpt-account-id'];
    const { begins } = next;
    const one: Asked = { atMs: nowMs(), route, account, body: body ?? '', begins };
    next.begins = null;
    asked.push(one);
    const answer = service(one);
    await sleep(LATENCY_MS);
    return answer;
  };
  const ports = worldPorts({ files, nowMs, sleep, send, random });
  const ledgerStore = createLedgerStore({ ...ports, plimsollHome: HOME.plimsollHome });
  const gate = createPollGate({ steadyMs: nowMs, after: wait }, () => 1);
  return { timeline, random, files, asked, outcomes, next, ports, ledgerStore, gate };
}

interface UnitWorld extends ReturnType<typeof createService> {
  readonly now: Now;
  readonly alerts: { readonly id: string; readonly text: AlertText }[];
  readonly list: () => AccountList;
}

function openUnit(entry: AccountEntry, world: UnitWorld): AccountUnit {
  const { timeline, ports, ledgerStore, gate, now, list, random } = world;
  const folders = foldersOf(entry, { ...HOME, ownHome: OWN_HOME, held: null });
  const { codexHome, source } = folders;
  const home = createHome({ ...HOME, ports, ledgerStore, codexHome, ...(source && { source }) });
  const poll: typeof home.poll = async (options) => {
    world.next.begins = entry.id;
    const outcome = await home.poll(options);
    world.outcomes.push({ id: entry.id, outcome });
    return outcome;
  };
  return createAccountUnit({
    folders,
    home: { ...home, poll },
    senses: SENSES,
    log: SILENT,
    onRecovery: () => {},
    onUse: () => {},
    settings: () => DEFAULT_SETTINGS,
    words: () => WORDS,
    nowMs: timeline.nowMs,
    steadyMs: timeline.nowMs,
    random,
    after: timeline.wait,
    turn: (cause) =>
      gate.turn(entry.id, entry.id === now.chosenId || cause === 'click' || cause === 'opened'),
    async mayAsk() {
      await list().lookForCopies();
      return list()
        .all()
        .some((each) => each.entry.id === entry.id && each.copy === null);
    },
    async show(text) {
      world.alerts.push({ id: entry.id, text });
      return true;
    },
    onChange: () => {},
  });
}

const WORDS = createWords({ locale: 'en-GB', timeZone: 'UTC' });

const SENSES = {
  conditions: () => ({ pollMinutes: 5, isSaving: false, noticesUse: false }),
  network: () => 'settled' as const,
  begin: () => () => {},
};

const SILENT = { error() {}, info() {}, debug() {} };
