// Whom the packaged app asks for: started in a network of its own that leads nowhere, with a name server
// that notes each name and knows none. With OpenAI's own addresses, which nothing can reach from there.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

/**
 * Answers every question with "no such name" and writes the name down; ends with whom it serves.
 * Source: RFC 1035 §4.
 */
const NAME_SERVER = `
const { appendFileSync } = require('node:fs');
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 200);
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

/** Chromium's first minute is over, and ours: two polls that fail. */
const WATCHED_MS = 75_000;

test('hosts: from its start on the app asks for the usage host, and for no other name', async ({
  desktop,
  homes,
  start,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-hosts-'));
  const file = (name: string): string => path.join(folder, name);
  writeFileSync(file('names.cjs'), NAME_SERVER);
  writeFileSync(
    file('sealed.sh'),
    [
      'set -e',
      'ip link set lo up',
      // Whichever name servers this system asks, in this network they are this one.
      'for address in $(sed -n "s/^nameserver //p" /etc/resolv.conf); do',
      '  ip addr add "$address" dev lo 2>/dev/null || true',
      'done',
      `'${process.execPath}' '${file('names.cjs')}' '${file('asked')}' &`,
      'exec "$@"',
    ].join('\n'),
  );
  // It fails here, and says so, where no network of one's own is to be had.
  execFileSync('unshare', ['--net', 'true']);
  writeFileSync(path.join(homes.codexHome, 'config.toml'), '');
  const through = ['unshare', '--net', 'sh', file('sealed.sh')];
  await start({ through });
  await desktop.tray.item();
  await expect.poll(() => desktop.tray.tooltip()).toMatch(/offline|network|connection/i);
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  expect(existsSync(file('asked'))).toBe(true);
  const names = new Set(readFileSync(file('asked'), 'utf8').trim().toLowerCase().split('\n'));
  expect([...names]).toEqual(['chatgpt.com']);
  rmSync(folder, { recursive: true, force: true });
});
