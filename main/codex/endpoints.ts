// Addresses, client id, timeouts and size limits of OpenAI's side, each with its source.
// Nothing else in the project spells one of them.

import { SECOND_MS } from '../core/time.ts';

/** Source: codex-cli 0.169.0, observed default of `chatgpt_base_url`. */
export const DEFAULT_BASE_URL = 'https://chatgpt.com/backend-api';

/** Where a person sees the same numbers. Source: seen in other projects, not verified. */
export const USAGE_PAGE_URL = 'https://chatgpt.com/codex/settings/usage';

/** The whole usage request, body included. Codex itself sets none. */
export const USAGE_TIMEOUT_MS = 15 * SECOND_MS;
export const USAGE_BODY_MAX_BYTES = 256 * 1024;
/** Less than for the numbers, which wait for it. */
export const RESET_LIST_TIMEOUT_MS = 5 * SECOND_MS;

/** The whole exchange, body included; Codex itself waits about 45 s. */
export const EXCHANGE_TIMEOUT_MS = 20 * SECOND_MS;
/** No more than the journal has room for. */
export const EXCHANGE_BODY_MAX_BYTES = 60 * 1024;
export const HEADERS_MAX_BYTES = 32 * 1024;

/** The usage request's path. Source: codex-cli 0.169.0, observed (codex-protocol.md §4). */
export function usageUrl(baseUrl: string): string {
  const base = completeBase(baseUrl);
  return base.includes('/backend-api') ? `${base}/wham/usage` : `${base}/api/codex/usage`;
}

/** The list of earned resets. Source: codex-cli 0.169.0, observed (codex-protocol.md §9). */
export function resetListUrl(baseUrl: string): string {
  return usageUrl(baseUrl).replace(/\/usage$/, '/rate-limit-reset-credits');
}

/** Codex's own completion of its base address. Source: codex backend-client, read in source. */
function completeBase(baseUrl: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  const ownHost = /^https:\/\/(chatgpt\.com|chat\.openai\.com)/.test(base);
  return ownHost && !base.includes('/backend-api') ? `${base}/backend-api` : base;
}

/**
 * Whether a token may be sent to this address at all: https, or plain http on this computer only;
 * never with a user name in it. Source: contract.md §2.
 */
export function isSafeAddress(address: string): boolean {
  const url = parseUrl(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** Whether requests to this address stay on this computer. */
export function isLoopbackAddress(address: string): boolean {
  const url = parseUrl(address);
  return url !== null && isLoopbackHost(url.hostname);
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';
}

function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
