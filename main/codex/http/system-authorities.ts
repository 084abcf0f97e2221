// The certificate authorities that this system trusts besides Node's own, as PEM texts. Only reads, and
// only when a server's certificate leads to nobody known; no certificate is ever pinned or skipped.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import * as nodeTls from 'node:tls';

const BUNDLE_MAX_BYTES = 8 * 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g;

/** Source: where Debian, Fedora, SUSE and Alpine keep theirs; Go's crypto/x509 looks there too. */
export const LINUX_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

export interface AuthoritiesContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Node's own list, from 22.15 on; older ones can only be told by files. */
  readonly listOf?: (type: 'system' | 'extra') => readonly string[];
  /** Told of each file that was looked for, and whether it could be read. */
  readonly onRead?: (file: string, isThere: boolean) => void;
}

/** Never throws; what cannot be read is left out. */
export async function systemAuthorities({
  env,
  platform,
  listOf = nodeList(),
  onRead = () => {},
}: AuthoritiesContext): Promise<readonly string[]> {
  const named = [env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE];
  const usual = platform === 'linux' ? LINUX_BUNDLES : [];
  const files = [...named, ...usual].flatMap((file) => (file ? [file] : []));
  const read = async (file: string): Promise<string> => {
    const text = await readBundle(file);
    onRead(file, text !== '');
    return text;
  };
  const texts = await Promise.all(files.map(read));
  const listed = listOf === undefined ? [] : [...listOf('system'), ...listOf('extra')];
  return [...new Set([...listed, ...texts.flatMap((text) => text.match(CERTIFICATE) ?? [])])];
}

function nodeList(): AuthoritiesContext['listOf'] {
  // Why: the types are those of the oldest Node that the command runs on.
  const { getCACertificates } = nodeTls as typeof nodeTls & {
    readonly getCACertificates?: (type: 'system' | 'extra') => readonly string[];
  };
  return getCACertificates;
}

async function readBundle(file: string): Promise<string> {
  try {
    // Why non-blocking: a FIFO in an environment variable must not hang a poll.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      const isBundle = stat.isFile() && stat.size <= BUNDLE_MAX_BYTES;
      return isBundle ? await handle.readFile('utf8') : '';
    } finally {
      await handle.close();
    }
  } catch {
    // Not there, or not for us.
    return '';
  }
}
