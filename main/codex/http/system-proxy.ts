// The system's proxy for an address, out of the list that Chromium resolves. Own words: "DIRECT",
// "PROXY host:port; DIRECT". Kinds that we cannot use count as none.

import type { ProxyRoute } from './dispatcher.ts';

export function parseProxyList(list: string): ProxyRoute {
  const [first = 'DIRECT'] = list.split(';');
  const [kind = '', address = ''] = first.trim().split(/\s+/);
  if (!/^[\w.:[\]-]+:\d+$/.test(address)) return 'none';
  if (kind === 'PROXY') return { uri: `http://${address}` };
  return kind === 'HTTPS' ? { uri: `https://${address}` } : 'none';
}
