// Our own scheme instead of file://: plimsoll://panel/… serves a fixed folder of built files with a
// strict policy, and answers 404 to everything else. No query, no other host, no traversal.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const SCHEME = 'plimsoll';
const HOST = 'panel';
export const POPOVER_URL = `${SCHEME}://${HOST}/index.html`;

/** Must be registered before the app is ready. */
export const SCHEME_PRIVILEGES = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: false },
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** The file name that a request may have, or null for what is not ours. */
export function servedPath(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${SCHEME}:` || url.host !== HOST || url.search !== '') return null;
  const name = url.pathname.slice(1);
  const isPlain = /^(assets\/)?[\w-]+(\.[\w-]+)*$/.test(name);
  return isPlain && TYPES[path.extname(name)] !== undefined ? name : null;
}

/** Answers requests of the scheme out of one folder. */
export function createSchemeHandler(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const name = request.method === 'GET' ? servedPath(request.url) : null;
    const body = name === null ? null : await readFile(path.join(folder, name)).catch(() => null);
    if (name === null || body === null)
      return new Response(null, { status: 404, headers: HEADERS });
    const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
    return new Response(body, { status: 200, headers: { ...HEADERS, 'content-type': type } });
  };
}
