// Facts about addresses: how Codex's base becomes the usage address, and where a token may go.

import { expect, test } from 'vitest';
import { DEFAULT_BASE_URL, isLoopbackAddress, isSafeAddress, usageUrl } from './endpoints.ts';

test.each([
  [DEFAULT_BASE_URL, 'https://chatgpt.com/backend-api/wham/usage'],
  ['https://chatgpt.com', 'https://chatgpt.com/backend-api/wham/usage'],
  ['https://chatgpt.com///', 'https://chatgpt.com/backend-api/wham/usage'],
  ['https://chatgpt.com/backend-api/', 'https://chatgpt.com/backend-api/wham/usage'],
  ['https://chat.openai.com', 'https://chat.openai.com/backend-api/wham/usage'],
  ['https://chatgpt.com/other', 'https://chatgpt.com/other/backend-api/wham/usage'],
  ['https://gateway.example', 'https://gateway.example/api/codex/usage'],
  ['https://gateway.example/v1/', 'https://gateway.example/v1/api/codex/usage'],
  ['https://gateway.example/backend-api', 'https://gateway.example/backend-api/wham/usage'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/codex/usage'],
])('usageUrl: of %s is %s', (base, expected) => {
  expect(usageUrl(base)).toBe(expected);
});

test.each([
  ['https://chatgpt.com', true, false],
  ['https://127.0.0.1', true, true],
  ['http://127.0.0.1:8080/x', true, true],
  ['http://[::1]:8080', true, true],
  ['http://localhost', true, true],
  ['HTTP://LOCALHOST', true, true],
  // A browser's spellings of 127.0.0.1 are 127.0.0.1.
  ['http://2130706433', true, true],
  ['http://127.0.0.2', false, false],
  ['http://0.0.0.0', false, false],
  ['http://localhost.', false, false],
  ['http://localhost.example', false, false],
  ['http://127.0.0.1@evil.example', false, false],
  ['http://chatgpt.com', false, false],
  ['https://a:b@chatgpt.com', false, false],
  ['https://a@chatgpt.com', false, false],
  ['https://:b@127.0.0.1', false, true],
  ['ws://127.0.0.1', false, true],
  ['file:///etc/passwd', false, false],
  ['javascript:alert(1)', false, false],
  ['chatgpt.com', false, false],
  ['', false, false],
])('addresses: %s is safe %s, loopback %s', (address, safe, loopback) => {
  expect([isSafeAddress(address), isLoopbackAddress(address)]).toEqual([safe, loopback]);
});
