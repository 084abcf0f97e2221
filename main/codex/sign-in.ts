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

export interface SignInContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
  readonly codexHome: string;
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
  const { ports, codexHome } = context;
  const config = await loadConfig(ports.files, codexHome);
  if (!config.ok) return config;
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

async function accountOf({ ledger, codexHome }: SignInContext, signIn: AuthFile): Promise<Account> {
  const { accountHeader, email, apiKeyBeside } = signIn;
  const key = await ledger.fingerprint(JSON.stringify([codexHome, accountHeader, email]));
  return { key, id: accountHeader, email, apiKeyBeside };
}
