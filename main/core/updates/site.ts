// Where Plimsoll is at home: its page, its releases, and the feed that names the newest of them, all
// made of one address. Until an owner names one the address is a reserved name, and nobody is asked.

export interface Site {
  readonly home: string;
  readonly releases: string;
  readonly feed: string;
}

/** Below the home page. */
export const FEED_PATH = '/releases/latest.json';

const HOME = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d{1,5})?(?:\/[\w.~-]+)*\/?$/;
const PATH = /^(?:\/[\w.~%+-]*)*$/;

/** Source: RFC 2606 and RFC 6761: names that will never be anybody's. */
const RESERVED = ['example', 'example.com', 'example.net', 'example.org'];
const RESERVED_ENDS = [...RESERVED, 'invalid', 'localhost', 'test'];

/** Null for anything but a plain https address. */
export function siteOf(homepage: string): Site | null {
  if (!HOME.test(homepage)) return null;
  const home = homepage.replace(/\/$/, '');
  return { home, releases: `${home}/releases`, feed: `${home}${FEED_PATH}` };
}

/** Whether the name is one that nobody can have, so that there is nobody to ask. */
export function isReserved({ home }: Site): boolean {
  const host = HOME.exec(home)?.[1] ?? '';
  return RESERVED_ENDS.some((end) => host === end || host.endsWith(`.${end}`));
}

/** Whether an address from outside leads to the same host by the same way. */
export function isOnSite(address: string, { home }: Site): boolean {
  const [origin = ''] = /^https:\/\/[^/]+/.exec(home) ?? [];
  return address.startsWith(origin) && PATH.test(address.slice(origin.length));
}
