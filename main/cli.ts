#!/usr/bin/env node
// The command's composition root, on plain Node without Electron and without the app. Only dispatches:
// each subcommand is a file in commands/. Wrong usage ends with 1 and says what is right.

import { homedir } from 'node:os';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { type AccountEntry, foldersOf, ownAccount } from './codex/account-place.ts';
import { codexHome, plimsollHome } from './codex/home.ts';
import { type Options, parseOptions } from './commands/options.ts';

const USAGE = `Usage: plimsoll <command> [options]

Commands
  status           how much Codex quota is left; asks once
    --json         one object for scripts
    --watch        again and again, at the app's pace
    --cached       what was last seen; no request is made
    --open-keyring read the sign-in from the system's keychain, this once
  activity         local sessions, turns and tokens by day and model
    --days N       that many days with today (30)
    --by day,model one table of both; or of one of them
    --no-index     counts everything anew, and keeps nothing
    --json         one object for scripts
  accounts         the known sign-ins
    --json
    import FILE    add those of an accounts.ini; its tokens are not kept
  refresh-auth     renew a stale sign-in now, by the same safe road
    --print-only   show the request it would make; touches nothing
    --json
  doctor           what is wrong and what helps; safe to paste into an issue
    --online       asks the network, too
    --json         one object for scripts

Options
  --codex-home DIR another Codex home than $CODEX_HOME or ~/.codex
  --account NAME   another known sign-in
  --no-color       no colour on a terminal
  --help, --version`;

const EXIT_WRONG_USAGE = 1;

/** Those that work on one account: which it is decides first. */
const ON_ACCOUNT = { status, 'refresh-auth': refreshAuth, activity, doctor };

for (const output of [process.stdout, process.stderr]) output.on('error', endQuietly);
process.exitCode = await run(process.argv.slice(2));

/** Who reads us may stop early, as `head` does; that is their right and no failure. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function run(words: readonly string[]): Promise<number> {
  const options = parseOptions(words);
  if (!options.ok) return wrongUsage(options.failure);
  const { command, help, version } = options.value;
  if (version) return say(packageJson.version);
  if (help) return say(USAGE);
  if (command === 'accounts') return accounts(options.value);
  if (isOnAccount(command)) return onAccount(command, options.value);
  return wrongUsage(command === null ? 'a command is missing' : `there is no command "${command}"`);
}

function isOnAccount(command: string | null): command is keyof typeof ON_ACCOUNT {
  return command !== null && Object.hasOwn(ON_ACCOUNT, command);
}

async function onAccount(command: keyof typeof ON_ACCOUNT, options: Options): Promise<number> {
  const entry = await accountFor(options);
  if (entry === null) return wrongUsage(`no account "${options.account}" is known`);
  return ON_ACCOUNT[command](options, entry);
}

async function accountFor(options: Options): Promise<AccountEntry | null> {
  const folders = foldersFor(options);
  // Why apart: most know one sign-in, and what reads the others takes longer than a whole count.
  if (options.account === null) return ownAccount(folders.codexHome);
  const { findAccount } = await import('./commands/known-homes.ts');
  return findAccount(options.account, folders);
}

async function accounts(options: Options): Promise<number> {
  const { runAccounts } = await import('./commands/accounts.ts');
  return runAccounts({ ...terminalOf(options), opening: await openingFor(options) });
}

async function status(options: Options, entry: AccountEntry): Promise<number> {
  const { runStatus } = await import('./commands/status.ts');
  return runStatus({ ...(await surroundings(options, entry)), terminal: screenOf(options) });
}

async function activity(options: Options, entry: AccountEntry): Promise<number> {
  const { openActivityCommand, runActivity } = await import('./commands/activity-home.ts');
  const { stderr } = process;
  return runActivity({
    ...openActivityCommand(entry, { options, ...foldersFor(options) }),
    ...terminalOf(options),
    // Why only on a terminal: in a file it would be a thousand lines.
    progress: stderr.isTTY ? (text) => stderr.write(`\r${text}\u001b[K`) : () => {},
  });
}

async function doctor(options: Options, entry: AccountEntry): Promise<number> {
  const { runDoctor } = await import('./commands/doctor.ts');
  const { env, platform, arch, versions } = process;
  const { codexHome: ownHome, plimsollHome: ownFolder } = foldersFor(options);
  const { codexHome: folder } = foldersOf(entry, { plimsollHome: ownFolder, ownHome, held: null });
  const context = {
    ...{ env, platform, arch, node: versions.node, version: packageJson.version, root: '' },
    ...{ codexHome: folder, plimsollHome: ownFolder },
    uid: process.getuid?.() ?? null,
    homeDirectory: homedir(),
    isHomeChosen: folder !== codexHome({ env: {}, platform, homeDirectory: homedir() }),
    isOnline: options.online,
  };
  const { print } = terminalOf(options);
  return runDoctor({ context, json: options.json, terminal: screenOf(options), print });
}

/** What the terminal can show; null where there is none. */
function screenOf(options: Options) {
  const { isTTY, columns } = process.stdout;
  const color = options.color && (process.env.NO_COLOR ?? '') === '';
  return isTTY ? { columns, color } : null;
}

async function refreshAuth(options: Options, entry: AccountEntry): Promise<number> {
  const { runRefreshAuth } = await import('./commands/refresh-auth.ts');
  return runRefreshAuth(await surroundings(options, entry));
}

/** What a subcommand works with: the account, the words, and where its texts go. */
async function surroundings(options: Options, entry: AccountEntry) {
  const { openCommandHome } = await import('./commands/known-homes.ts');
  const opened = await openCommandHome(entry, await openingFor(options));
  return { ...opened, ...terminalOf(options) };
}

async function openingFor(options: Options) {
  const { ledgerStoreOf } = await import('./commands/known-homes.ts');
  const folders = foldersFor(options);
  return { ...folders, version: packageJson.version, ledgerStore: ledgerStoreOf(folders) };
}

function foldersFor(options: Options) {
  const context = { env: process.env, platform: process.platform, homeDirectory: homedir() };
  return {
    codexHome: options.codexHome === null ? codexHome(context) : path.resolve(options.codexHome),
    plimsollHome: plimsollHome(context),
  };
}

function terminalOf(options: Options) {
  return {
    options,
    nowMs: () => Date.now(),
    print: (text: string) => process.stdout.write(`${text}\n`),
    note: (text: string) => process.stderr.write(`${text}\n`),
  };
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function wrongUsage(problem: string): number {
  process.stderr.write(`plimsoll: ${problem}\n\n${USAGE}\n`);
  return EXIT_WRONG_USAGE;
}
