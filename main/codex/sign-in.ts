// The sign-in of a Codex home as it is now: what auth.json holds, what Codex's settings say about it,
// and whose it is. Makes no request and writes nothing.

import type { AuthFile } from '../core/auth.ts';
import { fail, type Result, succeed } from '../core/failure.ts';
import type { Account } from '../core/reading.ts';
import { authFilePath, loadAuthFile } from './auth-file.ts';
import { type CodexConfig, loadConfig } from './config-file.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { CodexPorts } from './ports.ts';

/** Where an account's sign-in comes from, unless it is simply a Codex home's own file. */
export interface SignInSource {
  /** What tells its numbers and budgets from those of others, as the folder does for a home. */
  readonly place: string;
  readonly authFile: string;
  /** A sign-in that stands in no file and lives as long as this run; null to load the file. */
  readonly held: AuthFile | null;
}

export interface SignInContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
  readonly codexHome: string;
  readonly source?: SignInSource;
  readonly ledger: Pick<LedgerFile, 'fingerprint'>;
}

export interface SignedIn {
  readonly config: CodexConfig;
  readonly signIn: AuthFile;
  readonly account: Account;
}

/** Fails with config-malformed, address-refused, auth-in-keyring or what keeps auth.json unread. */
export async function loadSignIn(context: SignInContext): Promise<Result<SignedIn>> {
  const { ports, codexHome, source } = context;
  const config = await loadConfig(ports.files, codexHome);
  if (!config.ok) return config;
  const { store, customProvider } = config.value;
  if (source !== undefined) return loadFromSource(context, source, config.value);
  if (store === 'keyring' || store === 'ephemeral') return fail({ kind: 'auth-in-keyring' });
  const loaded = await loadAuthFile(ports, authFilePath(codexHome));
  if (!loaded.ok) {
    const elsewhere = loaded.failure.kind === 'auth-file-missing' && customProvider !== null;
    return elsewhere ? fail({ kind: 'other-sign-in', reason: 'custom-backend' }) : loaded;
  }
  const account = await accountOf(context, loaded.value);
  return succeed({ config: config.value, signIn: loaded.value, account });
}

/** Why whatever store Codex uses: this very file was named, or there is none. */
async function loadFromSource(
  context: SignInContext,
  { authFile, held }: SignInSource,
  config: CodexConfig,
): Promise<Result<SignedIn>> {
  const loaded = held === null ? await loadAuthFile(context.ports, authFile) : succeed(held);
  if (!loaded.ok) return loaded;
  const account = await accountOf(context, loaded.value);
  return succeed({ config, signIn: loaded.value, account });
}

async function accountOf(
  { ledger, codexHome, source }: SignInContext,
  signIn: AuthFile,
): Promise<Account> {
  const { accountHeader, email, apiKeyBeside } = signIn;
  const place = source?.place ?? codexHome;
  const key = await ledger.fingerprint(JSON.stringify([place, accountHeader, email]));
  return { key, id: accountHeader, email, apiKeyBeside };
}
