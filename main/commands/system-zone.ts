// The time zone of this process by its IANA name, without the system's whole calendar: that takes 10 ms,
// which is much for a command of 80.

import { existsSync, readlinkSync } from 'node:fs';

/** Source: tzset(3) and the file system hierarchy of Linux and macOS; Intl finds the zone there, too. */
const ZONES = '/usr/share/zoneinfo/';
const LOCAL_TIME = '/etc/localtime';
const NAME = /^(?:UTC|(?!Etc)[A-Z][a-z]+(?:\/[A-Z][A-Za-z_-]+){1,2})$/;
/** Source: CLDR. */
const UNKNOWN = 'Etc/Unknown';
const IN_ZONES = /zoneinfo\/(.+)$/;

export interface ZonePlaces {
  /** The variable TZ. */
  readonly tz: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Where a link leads; throws where there is none. */
  readonly readLink: (file: string) => string;
  readonly exists: (file: string) => boolean;
}

const SYSTEM: ZonePlaces = {
  tz: process.env.TZ,
  platform: process.platform,
  readLink: readlinkSync,
  exists: existsSync,
};

/** Asks Intl where there is any doubt; a zone that nobody knows is taken for UTC. */
export function systemTimeZone(places: ZonePlaces = SYSTEM): string {
  const name = places.tz ?? linkedZone(places);
  const isSure = places.platform !== 'win32' && NAME.test(name) && places.exists(`${ZONES}${name}`);
  return isSure ? name : zoneOfIntl();
}

function zoneOfIntl(): string {
  // Why: of a TZ that it does not know it says undefined, or a name that it then refuses.
  const { timeZone = UNKNOWN } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === UNKNOWN ? 'UTC' : timeZone;
}

function linkedZone({ readLink }: ZonePlaces): string {
  try {
    return IN_ZONES.exec(readLink(LOCAL_TIME))?.[1] ?? '';
  } catch {
    // A copy instead of a link, or no such file.
    return '';
  }
}
