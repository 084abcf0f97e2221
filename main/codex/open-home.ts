// Opens one Codex home on the real system, the same way for the app and for the command: the real
// ports, and how fast time goes. What is made of them is in assemble.ts.

import type { Deed } from '../core/trust/trust.ts';
import { createHome, type OpenedHome } from './assemble.ts';
import { loadConfig } from './config-file.ts';
import { isLoopbackAddress, usageUrl } from './endpoints.ts';
import { createHttp, type ProxyFor } from './http/http.ts';
import { systemAuthorities } from './http/system-authorities.ts';
import { systemKeyring } from './keyring.ts';
import type { LedgerStore } from './ledger-store.ts';
import { createLocks } from './locks.ts';
import { nodePorts } from './node-ports.ts';
import type { Power } from './ports.ts';
import { createCodexFinder } from './programs/codex-finder.ts';
import { createProcesses } from './programs/processes.ts';
import { askCodex } from './renewal/ask-codex.ts';
import type { Renewal } from './renewal/rotation-parts.ts';
import type { SignInSource } from './sign-in.ts';
import { createWitness } from './witness.ts';

export type { OpenedHome };

export interface HomeOptions {
  readonly codexHome: string;
  readonly source?: SignInSource;
  readonly ledgerStore?: LedgerStore;
  readonly plimsollHome: string;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  /** Our own user; null where the system has none. */
  readonly uid: number | null;
  readonly homeDirectory: string;
  readonly proxyFor: ProxyFor;
  /** May name certificate authorities; packaged builds pass nothing, as for the token address. */
  readonly authorityEnv: Readonly<Record<string, string | undefined>>;
  readonly power: Power;
  readonly renewal: () => Renewal;
  /** Whether the person wants no request at all. */
  readonly asksNobody: () => boolean;
  /** Whether the times of session files may be looked at; without it they are not. */
  readonly mayLookAtUse?: () => boolean;
  /** PLIMSOLL_PACE, and whether this build may obey it. */
  readonly pace: string | undefined;
  /** CODEX_REFRESH_TOKEN_URL_OVERRIDE; packaged builds pass nothing. */
  readonly tokenUrlOverride: string | undefined;
  /** Told of every file, host and program that is touched; absent where nobody keeps a record. */
  readonly note?: (deed: Deed) => void;
}

const DEMO_PACE_DIVISOR = 60;

export async function openHome(options: HomeOptions): Promise<OpenedHome> {
  const { platform, uid, homeDirectory, codexHome, power, tokenUrlOverride } = options;
  const witness = createWitness({ ...options, note: options.note ?? (() => {}) });
  const seenPorts = { ...nodePorts, files: witness.files(nodePorts.files) };
  const authorities = (): Promise<readonly string[]> =>
    systemAuthorities({ env: options.authorityEnv, platform, onRead: witness.sawBundle });
  const ports = {
    ...seenPorts,
    power,
    locks: witness.locks(createLocks({ ...seenPorts, platform })),
    http: witness.http(createHttp({ proxyFor: witness.proxyFor(options.proxyFor), authorities })),
    processes: witness.processes(createProcesses({ platform, uid, homeDirectory })),
  };
  const env = environmentFor(options);
  const onStart = witness.sawCodex;
  const finder = createCodexFinder({ ...options, arch: process.arch, env: process.env, root: '' });
  return createHome({
    ports,
    codexHome,
    ...(options.source !== undefined && { source: options.source }),
    ...(options.ledgerStore !== undefined && { ledgerStore: options.ledgerStore }),
    plimsollHome: options.plimsollHome,
    version: options.version,
    platform,
    uid,
    // Why: a renewal is a request too, whoever asks for it.
    renewal: () => (options.asksNobody() ? 'nobody' : options.renewal()),
    asksNobody: options.asksNobody,
    mayLookAtUse: options.mayLookAtUse ?? (() => false),
    keyring: systemKeyring({ platform, codexHome, env: process.env }),
    askCodex: () => askCodex({ env, homeDirectory, codexHome, finder, onStart }),
    hasCodex: async () => (await finder.find()) !== null,
    // Why not dropped when unsafe: the exchange then refuses the address and names the setting.
    tokenUrlOverride: tokenUrlOverride ?? null,
    paceDivisor: await paceDivisorOf(options),
  });
}

/** What Codex is given to choose from: the token address of tests only where we obey it ourselves. */
function environmentFor({ tokenUrlOverride }: HomeOptions): NodeJS.ProcessEnv {
  return { ...process.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: tokenUrlOverride };
}

/** A faster pace is for stand-ins only: every address must be on this computer. */
async function paceDivisorOf({ pace, codexHome, tokenUrlOverride }: HomeOptions): Promise<number> {
  if (pace !== 'demo' || tokenUrlOverride === undefined) return 1;
  const config = await loadConfig(nodePorts.files, codexHome);
  if (!config.ok) return 1;
  const addresses = [usageUrl(config.value.baseUrl), tokenUrlOverride];
  return addresses.every(isLoopbackAddress) ? DEMO_PACE_DIVISOR : 1;
}
