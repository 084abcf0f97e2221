// The one request about a newer Plimsoll: which address it goes to, if any, and what came of it. Sends
// nothing but Plimsoll's own name and version; whatever goes wrong is nothing to tell.

import { SECOND_MS } from '../core/time.ts';
import type { UsualHost } from '../core/trust/page-types.ts';
import { readFeed } from '../core/updates/check.ts';
import { isReserved, type Site } from '../core/updates/site.ts';
import { isLoopbackAddress, isSafeAddress } from './endpoints.ts';
import type { Http } from './http/http.ts';
import { ourNameHeaders } from './openai.ts';
import { hostOf } from './witness.ts';

/** The whole request, body included. */
export const FEED_TIMEOUT_MS = 15 * SECOND_MS;
export const FEED_BODY_MAX_BYTES = 64 * 1024;

export interface FeedPlace {
  readonly site: Site | null;
  /** PLIMSOLL_FEED, a place on this computer for tests; packaged builds pass nothing. */
  readonly override: string | undefined;
}

/** Null where there is nobody to ask. */
export function feedAddress({ site, override = '' }: FeedPlace): string | null {
  if (site === null) return null;
  if (override.trim() === '') return isReserved(site) ? null : site.feed;
  return isSafeAddress(override) && isLoopbackAddress(override) ? override : null;
}

/** What the trust page says of it, before anybody was asked. */
export function feedHosts(address: string | null): readonly UsualHost[] {
  return address === null ? [] : [{ target: hostOf(address), purpose: 'updates' }];
}

export interface FeedContext {
  readonly http: Http;
  readonly address: string;
  readonly site: Site;
  readonly version: string;
  readonly deadlineMs?: number;
}

/** Asks once for the version that is out; null for every answer that does not name one. */
export async function fetchFeed(context: FeedContext): Promise<string | null> {
  const { http, address, site, version, deadlineMs = FEED_TIMEOUT_MS } = context;
  const { 'user-agent': name = '' } = ourNameHeaders(version);
  const sent = await http.send({
    method: 'GET',
    url: address,
    setting: 'PLIMSOLL_FEED',
    headers: { accept: 'application/json', 'user-agent': name },
    body: null,
    deadlineMs,
    bodyMaxBytes: FEED_BODY_MAX_BYTES,
  });
  return sent.ok && sent.value.status === 200 ? readFeed(sent.value.body, site) : null;
}
