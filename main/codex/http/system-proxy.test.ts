// Facts about Chromium's proxy lists: the first entry decides, and what it is to us.

import { expect, test } from 'vitest';
import { parseProxyList } from './system-proxy.ts';

test.each([
  ['DIRECT', 'none'],
  ['', 'none'],
  [' DIRECT ; PROXY a.example:1', 'none'],
  ['PROXY proxy.example:3128', { uri: 'http://proxy.example:3128' }],
  ['PROXY proxy.example:3128; DIRECT', { uri: 'http://proxy.example:3128' }],
  ['PROXY  proxy.example:3128', { uri: 'http://proxy.example:3128' }],
  ['PROXY [::1]:3128', { uri: 'http://[::1]:3128' }],
  ['HTTPS proxy.example:443;PROXY b.example:1', { uri: 'https://proxy.example:443' }],
  ['SOCKS5 proxy.example:1080; DIRECT', 'none'],
  ['QUIC proxy.example:443', 'none'],
  ['PROXY proxy.example', 'none'],
  ['PROXY a:b@proxy.example:1', 'none'],
  ['PROXY proxy.example:1/path', 'none'],
  ['nonsense', 'none'],
])('parseProxyList: of %j is %j', (list, expected) => {
  expect(parseProxyList(list)).toEqual(expected);
});
