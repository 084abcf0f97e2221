// Whom the packaged app asks for: started in a network of its own that leads nowhere, with a name server
// that notes each name and knows none. With OpenAI's own addresses, which nothing can reach from there.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

/** What is started for an app ends with it. */
const END_WITH_PARENT = `const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 200);`;

/** Free, for the network is new. */
const USAGE_PORT = 8080;

/**
 * Answers every question with "no such name" and writes the name down.
 * Source: RFC 1035 §4.
 */
const NAME_SERVER = `
const { appendFileSync } = require('node:fs');
${END_WITH_PARENT}
for (const type of ['udp4', 'udp6']) {
  const socket = require('node:dgram').createSocket({ type, ipv6Only: type === 'udp6' });
  // Where the system has no such addresses, nobody asks by them.
  socket.on('error', () => socket.close());
  socket.on('message', (asked, { port, address }) => {
    const labels = [];
    for (let at = 12; asked[at] > 0; at += asked[at] + 1)
      labels.push(asked.toString('latin1', at + 1, at + 1 + asked[at]));
    appendFileSync(process.argv[2], labels.join('.') + '\\n');
    const answer = Buffer.from(asked);
    answer.writeUInt16BE(0x8183, 2);
    socket.send(answer, port, address);
  });
  socket.bind(53);
}
`;

/** Refuses every sign-in and writes down what it was asked. */
const USAGE_SERVER = `
const { appendFileSync } = require('node:fs');
${END_WITH_PARENT}
require('node:http').createServer((request, answer) => {
  appendFileSync(process.argv[2], request.method + ' ' + request.url + '\\n');
  answer.writeHead(401, { 'content-type': 'application/json' }).end('{}');
}).listen(${USAGE_PORT}, '127.0.0.1');
`;

/** Chromium's first minute is over, and ours: two polls that fail. */
const WATCHED_MS = 75_000;

/** A network that leads nowhere, and what was asked in it. */
function sealedNetwork() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-hosts-'));
  const file = (name: string): string => path.join(folder, name);
  const linesOf = (name: string): readonly string[] =>
    existsSync(file(name)) ? readFileSync(file(name), 'utf8').trim().split('\n') : [];
  writeFileSync(file('names.cjs'), NAME_SERVER);
  writeFileSync(file('usage.cjs'), USAGE_SERVER);
  writeFileSync(
    file('sealed.sh'),
    [
      'set -e',
      'ip link set lo up',
      // Whichever name servers this system asks, in this network they are this one.
      'for address in $(sed -n "s/^nameserver //p" /etc/resolv.conf); do',
      '  ip addr add "$address" dev lo 2>/dev/null || true',
      'done',
      `'${process.execPath}' '${file('names.cjs')}' '${file('names')}' &`,
      `'${process.execPath}' '${file('usage.cjs')}' '${file('requests')}' &`,
      'exec "$@"',
    ].join('\n'),
  );
  // It fails here, and says so, where no network of one's own is to be had.
  execFileSync('unshare', ['--net', 'true']);
  return {
    through: ['unshare', '--net', 'sh', file('sealed.sh')],
    /** Each name once. */
    names: () => [...new Set(linesOf('names').map((name) => name.toLowerCase()))],
    requests: () => linesOf('requests'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

test('hosts: from its start on the app asks for the usage host, and for no other name', async ({
  desktop,
  homes,
  start,
}) => {
  test.setTimeout(240_000);
  const { through, names, remove } = sealedNetwork();
  writeFileSync(path.join(homes.codexHome, 'config.toml'), '');
  await start({ through });
  await desktop.tray.item();
  await expect.poll(() => desktop.tray.tooltip()).toMatch(/offline|network|connection/i);
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  expect(names()).toEqual(['chatgpt.com']);
  remove();
});

test('hosts: a stale sign-in is renewed at OpenAI’s own address, whatever the environment says', async ({
  homes,
  start,
}) => {
  const { through, names, requests, remove } = sealedNetwork();
  const base = `http://127.0.0.1:${USAGE_PORT}`;
  writeFileSync(path.join(homes.codexHome, 'config.toml'), `chatgpt_base_url = "${base}"\n`);
  const auth = path.join(homes.codexHome, 'auth.json');
  const before = readFileSync(auth, 'utf8');
  const env = {
    CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${base}/oauth/token`,
    PLIMSOLL_FEED: `${base}/feed`,
    PLIMSOLL_PACE: 'demo',
  };
  await start({ through, env });
  await expect.poll(names, { timeout: 60_000 }).toContain('auth.openai.com');
  expect(names()).toEqual(['auth.openai.com']);
  expect(requests().length).toBeGreaterThan(0);
  expect(requests().filter((request) => !request.startsWith('GET '))).toEqual([]);
  expect(requests().filter((request) => request.includes('/feed'))).toEqual([]);
  expect(readFileSync(auth, 'utf8')).toBe(before);
  remove();
});
