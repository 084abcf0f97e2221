// The sign-in of a Codex home as it is now: what auth.json holds, what Codex's settings say about it,
// and whose it is. Makes no request and writes nothing.

import type { AuthFile } from '../core/auth.ts';
import { fail, type Result, succeed } from '../core/failure.ts';
import type { Account } from '../core/reading.ts';
import { authFilePath, loadAuthFile } from './auth-file.ts';
import { type CodexConfig, loadConfig } from './config-file.ts';
import type { Keyring } from './keyring.ts';
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
  /** Absent where none is ever opened: a renewal of ours reads the file alone. */
  readonly keyring?: Keyring;
}

export interface SignedIn {
  readonly config: CodexConfig;
  readonly signIn: AuthFile;
  readonly account: Account;
  /** It stands in the keychain of the system: Codex renews it, never we. */
  readonly isFromKeyring: boolean;
}

/** Fails with config-malformed, address-refused, auth-in-keyring or what keeps auth.json unread. */
export async function loadSignIn(context: SignInContext): Promise<Result<SignedIn>> {
  const { ports, codexHome, source } = context;
  const config = await loadConfig(ports.files, codexHome);
  if (!config.ok) return config;
  if (source !== undefined) return loadFromSource(context, source, config.value);
  const stored = await loadStored(context, config.value);
  if (!stored.ok) return stored;
  const account = await accountOf(context, stored.value.signIn);
  return succeed({ config: config.value, ...stored.value, account });
}

type Stored = Result<Pick<SignedIn, 'signIn' | 'isFromKeyring'>>;

async function loadStored(
  { ports, codexHome, keyring }: SignInContext,
  { store, customProvider }: CodexConfig,
): Promise<Stored> {
  if (store === 'ephemeral') return fail({ kind: 'auth-in-keyring', issue: 'ephemeral' });
  const isOpen = keyring?.isOpen() === true;
  const entry = store === 'keyring' || (store === 'auto' && isOpen) ? await keyring?.load() : null;
  if (entry?.ok) return succeed({ signIn: entry.value, isFromKeyring: true });
  if (store === 'keyring') return entry ?? fail({ kind: 'auth-in-keyring' });
  const loaded = await loadAuthFile(ports, authFilePath(codexHome));
  if (loaded.ok) return succeed({ signIn: loaded.value, isFromKeyring: false });
  if (loaded.failure.kind !== 'auth-file-missing') return loaded;
  if (customProvider !== null) return fail({ kind: 'other-sign-in', reason: 'custom-backend' });
  // Why: where there is no file, Codex by this setting has an entry, or is not signed in at all.
  return store === 'auto' ? (entry ?? fail({ kind: 'auth-in-keyring' })) : loaded;
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
  return succeed({ config, signIn: loaded.value, isFromKeyring: false, account });
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
