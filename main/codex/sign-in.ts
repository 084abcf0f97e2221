// The sign-in of a Codex home as it is now: what auth.json holds, what Codex's settings say about it,
// and whose it is. Makes no request and writes nothing.

import type { AuthFile } from '../core/auth.ts';
import { fail, type Result, succeed } from '../core/failure.ts';
import type { Account } from '../core/reading.ts';
import { authFilePath, loadAuthFile } from './auth-file.ts';
import { type CodexConfig, loadConfig } from './config-file.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { CodexPorts } from './ports.ts';

export interface SignInContext {
  readonly ports: Pick<CodexPorts, 'files' | 'clock'>;
  readonly codexHome: string;
  readonly ledger: Pick<LedgerFile, 'fingerprint'>;
}

export interface SignedIn {
  readonly config: CodexConfig;
  readonly signIn: AuthFile;
  readonly account: Account;
}

/** Fails with config-malformed, address-refused, auth-in-keyring or what keeps auth.json unread. */
export async function loadSignIn(context: SignInContext): Promise<Result<SignedIn>> {
  const { ports, codexHome } = context;
  const config = await loadConfig(ports.files, codexHome);
  if (!config.ok) return config;
  const { store, customProvider } = config.value;
  if (store === 'keyring' || store === 'ephemeral') return fail({ kind: 'auth-in-keyring' });
  const loaded = await loadAuthFile(ports, authFilePath(codexHome));
  if (!loaded.ok) {
    const elsewhere = loaded.failure.kind === 'auth-file-missing' && customProvider !== null;
    return elsewhere ? fail({ kind: 'other-sign-in', reason: 'custom-backend' }) : loaded;
  }
  const account = await accountOf(context, loaded.value);
  return succeed({ config: config.value, signIn: loaded.value, account });
}

async function accountOf({ ledger, codexHome }: SignInContext, signIn: AuthFile): Promise<Account> {
  const { accountHeader, email, apiKeyBeside } = signIn;
  const key = await ledger.fingerprint(JSON.stringify([codexHome, accountHeader, email]));
  return { key, id: accountHeader, email, apiKeyBeside };
}
