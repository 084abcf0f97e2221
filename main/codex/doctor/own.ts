// Plimsoll's own files as the doctor sees them. Reads the ledger without its lock and never puts a
// damaged one aside: that is the next poll's work.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { JournalFacts, LedgerFacts, OwnFacts } from '../../core/doctor/facts.ts';
import { permitExchange } from '../../core/exchange-ledger.ts';
import {
  EMPTY_ACCOUNT,
  type Ledger,
  parseLedger,
  toldWaitMs,
  usageNotBeforeMs,
} from '../../core/ledger.ts';
import { parseSettings, type Settings } from '../../core/settings.ts';
import { saltedHash } from '../ledger-file.ts';
import type { Look } from '../look.ts';
import { nodePorts } from '../node-ports.ts';
import { createJournalFile } from '../renewal/journal-file.ts';
import { TEMP_NAME } from '../renewal/temp-file.ts';
import { readSmallFile } from '../small-file.ts';
import { folderFacts, lockFacts } from './places.ts';

const FILE_MAX_BYTES = 1024 * 1024;

interface OwnContext {
  readonly plimsollHome: string;
  readonly platform: string;
  readonly look: Look | null;
  readonly nowMs: number;
}

export async function seeOwn(context: OwnContext): Promise<OwnFacts> {
  const { plimsollHome, platform, look } = context;
  const ledgerFile = path.join(plimsollHome, 'ledger.json');
  const [folder, settings, ledger, ledgerLock, journal] = await Promise.all([
    folderFacts(plimsollHome, platform),
    seeSettings(path.join(plimsollHome, 'settings.json')),
    seeLedger(ledgerFile, context),
    lockFacts(`${ledgerFile}.lock`, platform),
    seeJournal(look),
  ]);
  return { folder, ...settings, ledger, ledgerLock, journal };
}

async function seeSettings(file: string): Promise<Pick<OwnFacts, 'settings' | 'renewal'>> {
  const read = await readSmallFile(nodePorts.files, file, FILE_MAX_BYTES);
  const of = (settings: OwnFacts['settings'], value: unknown = null) => ({
    settings,
    renewal: parseSettings(value).renewal satisfies Settings['renewal'],
  });
  if (!read.ok) return of(read.failure === 'missing' ? 'missing' : 'unreadable');
  try {
    const value: unknown = JSON.parse(read.value.text);
    return of(typeof value === 'object' && value !== null ? 'ok' : 'damaged', value);
  } catch {
    // The defaults hold.
    return of('damaged');
  }
}

const NO_LEDGER: Omit<LedgerFacts, 'state'> = {
  isPastUnknown: false,
  token: { kind: 'unmarked' },
  toldUntilMs: null,
  budgetUntilMs: null,
  exchangeUntilMs: null,
};

async function seeLedger(file: string, context: OwnContext): Promise<LedgerFacts> {
  const read = await readSmallFile(nodePorts.files, file, FILE_MAX_BYTES);
  if (!read.ok) {
    return { ...NO_LEDGER, state: read.failure === 'missing' ? 'missing' : 'unreadable' };
  }
  const ledger = parseLedger(read.value.text);
  if (ledger === null) return { ...NO_LEDGER, state: 'damaged' };
  return { ...NO_LEDGER, state: 'ok', ...marksOf(ledger, context) };
}

function marksOf(ledger: Ledger, { look, nowMs }: OwnContext): Omit<LedgerFacts, 'state'> {
  const isPastUnknown = ledger.pastUnknown;
  const { refreshToken } = look?.signIn.tokens ?? {};
  if (look === null || !refreshToken) return { ...NO_LEDGER, isPastUnknown };
  const { signIn } = look;
  const hash = (text: string): string => saltedHash(ledger.salt, text);
  const token = refreshToken.digest(hash);
  const [sent, refused] = [ledger.sent[token], ledger.refused[token]];
  const account = hash(JSON.stringify([signIn.mode, signIn.tokens.accountId, signIn.userId]));
  const ask = { account, token, nowMs, paceDivisor: 1, onceMore: true };
  const permit = permitExchange(ledger, ask);
  const told = toldWaitMs(ledger.accounts[account] ?? EMPTY_ACCOUNT, nowMs);
  const usage = soonestUsage(ledger, nowMs);
  const marked = sent ? ({ kind: 'sent', atMs: sent.atMs } as const) : NO_LEDGER.token;
  return {
    isPastUnknown,
    token: refused ? { kind: 'refused', atMs: refused.atMs, reason: refused.reason } : marked,
    toldUntilMs: told ?? usage.toldUntilMs,
    budgetUntilMs: usage.budgetUntilMs,
    exchangeUntilMs: permit.kind === 'too-soon' ? permit.untilMs : null,
  };
}

/** Of any account: which key is this home's, only its e-mail address and id would tell. */
function soonestUsage(ledger: Ledger, nowMs: number) {
  const all = Object.entries(ledger.accounts).map(([account, entry]) => ({
    told: toldWaitMs(entry, nowMs),
    any: usageNotBeforeMs(ledger, { account, nowMs, paceDivisor: 1 }),
  }));
  return {
    toldUntilMs: all.find(({ told }) => told !== null)?.told ?? null,
    budgetUntilMs: all.find(({ told, any }) => told === null && any !== null)?.any ?? null,
  };
}

async function seeJournal(look: Look | null): Promise<JournalFacts> {
  if (look === null) return { state: 'none', sentAtMs: null, leftOvers: 0 };
  const journal = await createJournalFile(nodePorts.files, look.realPath).read();
  const names = await readdir(path.dirname(look.realPath)).catch((): string[] => []);
  const leftOvers = names.filter((name) => TEMP_NAME.test(name)).length;
  if (journal === null) return { state: 'none', sentAtMs: null, leftOvers };
  if (journal === 'unreadable') return { state: 'unreadable', sentAtMs: null, leftOvers };
  return { state: journal.state, sentAtMs: journal.header?.sentAtMs ?? null, leftOvers };
}
