import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { createNetworkWord } from './network.ts';

interface Look {
  readonly isOnline?: boolean;
  /** Addresses by interface. */
  readonly has?: Readonly<Record<string, string>>;
}

const HOME = { wlan0: '192.0.2.7' };

/** What is said at each of these looks, one after the other. */
function wordsAt(...looks: readonly Look[]): readonly string[] {
  let now: Look = {};
  const word = createNetworkWord({
    net: { isOnline: () => now.isOnline ?? true },
    interfaces: () =>
      Object.fromEntries(
        Object.entries(now.has ?? HOME).map(([name, address]) => [name, [infoOf(address)]]),
      ),
  });
  return looks.map((look) => {
    now = look;
    return word();
  });
}

function infoOf(address: string): NetworkInterfaceInfo {
  const internal = address.startsWith('127.');
  const rest = { netmask: '', mac: '', cidr: null, internal };
  return address.includes(':')
    ? { ...rest, address, family: 'IPv6', scopeid: 0 }
    : { ...rest, address, family: 'IPv4' };
}

test.each<[string, readonly Look[], readonly string[]]>([
  ['the same network', [{}, {}, {}], ['settled', 'settled', 'settled']],
  ['another address', [{}, { has: { wlan0: '192.0.2.8' } }, {}], ['settled', 'changed', 'changed']],
  ['a VPN that comes up', [{}, { has: { ...HOME, tun0: '198.51.100.1' } }], ['settled', 'changed']],
  [
    'a container that comes and goes',
    [{}, { has: { ...HOME, veth1: 'fe80::1' } }, { has: { ...HOME, eth9: '169.254.1.1' } }],
    ['settled', 'settled', 'settled'],
  ],
  ['what is only for itself', [{}, { has: { ...HOME, lo: '127.0.0.2' } }], ['settled', 'settled']],
  [
    'offline, and back on the same network',
    [{}, { isOnline: false, has: {} }, { isOnline: false }, {}, {}],
    ['settled', 'offline', 'offline', 'changed', 'settled'],
  ],
  [
    'never online: not to be believed',
    [{ isOnline: false }, { isOnline: false }],
    ['settled', 'settled'],
  ],
  [
    'online only later',
    [{ isOnline: false, has: {} }, {}, { isOnline: false }],
    ['settled', 'changed', 'offline'],
  ],
])('createNetworkWord: says of %s', (_name, looks, expected) => {
  expect(wordsAt(...looks)).toEqual(expected);
});

test('createNetworkWord: goes on where addresses cannot be had', () => {
  const word = createNetworkWord({
    net: { isOnline: () => true },
    interfaces() {
      throw new Error('not permitted');
    },
  });
  expect([word(), word()]).toEqual(['settled', 'settled']);
});
