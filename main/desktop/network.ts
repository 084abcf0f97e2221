// The system's word on its network, asked only when a poll is about to go out: the main process is
// told of no change, and a timer of its own would wake an idle computer. Electron as types only.

import type { NetworkInterfaceInfo } from 'node:os';
import type { Net } from 'electron';
import type { NetworkWord } from '../core/schedule.ts';

export interface NetworkContext {
  readonly net: Pick<Net, 'isOnline'>;
  /** Those of `node:os`. */
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
}

/**
 * Answers `changed` once when other addresses than before are there, or the network is back.
 * Source: Electron's types, documented: offline is "a pretty strong indicator", online says little.
 */
export function createNetworkWord({ net, interfaces }: NetworkContext): () => NetworkWord {
  let wasEverOnline = false;
  let addresses: string | null = null;
  let wasOffline = false;
  return () => {
    const isOnline = net.isOnline();
    wasEverOnline ||= isOnline;
    // Why: who was never online may be so by a way that the system does not know, such as a proxy
    // on this computer; their polls would never go out.
    if (!isOnline && wasEverOnline) {
      wasOffline = true;
      return 'offline';
    }
    const now = addressesOf(interfaces);
    const hasChanged = wasOffline || (addresses !== null && addresses !== now);
    addresses = now;
    wasOffline = false;
    return hasChanged ? 'changed' : 'settled';
  };
}

/** What others could reach this computer by; containers and the like come and go with less. */
function addressesOf(interfaces: NetworkContext['interfaces']): string {
  try {
    return Object.entries(interfaces())
      .flatMap(([name, infos = []]) =>
        infos
          .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
          .map(({ address }) => `${name} ${address}`),
      )
      .toSorted()
      .join('\n');
  } catch {
    // A system that does not tell its addresses: then only offline and back are noticed.
    return '';
  }
}
