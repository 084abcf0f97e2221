// The environment and the desktop as the doctor sees them. Values of variables are judged here and go
// no further: a proxy's address may hold a password.

import { access, constants, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type {
  AddressKind,
  CertificateFacts,
  DesktopFacts,
  EnvironmentFacts,
} from '../../core/doctor/facts.ts';
import { issuerFact } from '../../core/doctor/sign-in-facts.ts';
import { isSafeAddress } from '../endpoints.ts';
import { hasNotifications, hasTrayHost } from '../session-bus.ts';

type Env = Readonly<Record<string, string | undefined>>;

const PROXIES = [
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
];
const BUNDLE_MAX_BYTES = 8 * 1024 * 1024;

export async function seeEnvironment(env: Env): Promise<EnvironmentFacts> {
  const proxies = PROXIES.filter((name) => (env[name] ?? '').trim() !== '');
  const certificates = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'].flatMap((variable) =>
    env[variable] ? [{ variable, path: env[variable] }] : [],
  );
  return {
    proxies,
    unusableProxies: unusable(proxies, env),
    certificates: await Promise.all(certificates.map(seeCertificate)),
    tokenUrl: tokenUrlOf(env.CODEX_REFRESH_TOKEN_URL_OVERRIDE),
    signInVariables: ['CODEX_API_KEY', 'CODEX_ACCESS_TOKEN'].filter((name) => env[name]),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Source: undici's EnvHttpProxyAgent reads http_proxy and https_proxy, http and https ones only. */
function unusable(proxies: readonly string[], env: Env): readonly string[] {
  const isHttp = (name: string): boolean =>
    /^https?:\/\//i.test(env[name] ?? '') && URL.canParse(env[name] ?? '');
  const wrong = proxies.filter((name) => !/^all/i.test(name) && !isHttp(name));
  const isOnlyAll = proxies.length > 0 && proxies.every((name) => /^all/i.test(name));
  return isOnlyAll ? proxies : wrong;
}

async function seeCertificate({
  variable,
  path: file,
}: Pick<CertificateFacts, 'variable' | 'path'>): Promise<CertificateFacts> {
  const found = await stat(file).catch(() => null);
  if (found === null) return { variable, path: file, state: 'missing' };
  // Why first: a FIFO would be waited for.
  const isBundle = found.isFile() && found.size <= BUNDLE_MAX_BYTES;
  const text = isBundle ? await readFile(file, 'utf8').catch(() => null) : null;
  if (text === null) return { variable, path: file, state: 'unreadable' };
  const has = text.includes('-----BEGIN CERTIFICATE-----');
  return { variable, path: file, state: has ? 'ok' : 'no-certificate' };
}

function tokenUrlOf(value: string | undefined): EnvironmentFacts['tokenUrl'] {
  if (value === undefined) return 'unset';
  if (value === '') return 'empty';
  return isSafeAddress(value) ? addressKind(value) : 'refused';
}

export function addressKind(address: string): AddressKind {
  const { kind } = issuerFact(address);
  return kind === 'unsaid' ? 'other' : kind;
}

export async function seeDesktop(env: Env, platform: string): Promise<DesktopFacts> {
  const tools: Readonly<Record<string, string>> = { linux: 'secret-tool', darwin: 'security' };
  const name = tools[platform];
  const keyringTool = name === undefined ? null : { name, isThere: await isOnPath(name, env) };
  if (platform !== 'linux') {
    return { tray: 'always', notifications: 'always', hasSessionBus: true, keyringTool };
  }
  const runtimeBus = env.XDG_RUNTIME_DIR ? path.join(env.XDG_RUNTIME_DIR, 'bus') : null;
  const isBusThere = runtimeBus !== null && (await stat(runtimeBus).catch(() => null)) !== null;
  const hasSessionBus = Boolean(env.DBUS_SESSION_BUS_ADDRESS) || isBusThere;
  // Why: without a bus, asking would start one.
  if (!hasSessionBus) return { tray: null, notifications: null, hasSessionBus, keyringTool };
  const [tray, notifications] = await Promise.all([hasTrayHost(), hasNotifications()]);
  return { tray, notifications, hasSessionBus, keyringTool };
}

async function isOnPath(name: string, env: Env): Promise<boolean> {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const isThere = await access(path.join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}
