// Which sign-ins are one and the same, lying in two places. Told by fingerprints of refresh tokens and
// by where the files really are; never by a token. Decides who is asked about, and who must not renew.

/** What one account's place holds at this moment. */
export interface SignInPrint {
  /** Fingerprint of the refresh token; null where there is none, and then it is nobody's copy. */
  readonly print: string | null;
  /** Links resolved: two homes may lead to one file. */
  readonly realPath: string;
}

export interface Copy {
  /** The place of the account whose numbers serve both: the first in the list. */
  readonly of: number;
  /** `file`: one file, reached by two ways. `token`: two files with one refresh token in them. */
  readonly kind: 'file' | 'token';
}

/**
 * For each place, what it is a copy of; null for the first of a kind.
 * Why the first and not the older: which of two files Codex will renew nobody can know beforehand, and
 * times of files say only who was written last. The list's order is at least the person's own.
 */
export function findCopies(places: readonly SignInPrint[]): readonly (Copy | null)[] {
  return places.map(({ print, realPath }, at) => {
    const earlier = places.slice(0, at);
    const sameFile = earlier.findIndex((other) => other.realPath === realPath);
    if (sameFile !== -1) return { of: sameFile, kind: 'file' };
    const sameToken = earlier.findIndex((other) => print !== null && other.print === print);
    return sameToken === -1 ? null : { of: sameToken, kind: 'token' };
  });
}

/**
 * The refresh tokens that lie in two files. None of the holders may exchange, not even the first: the
 * token works once, so whoever renews leaves the other with a spent one, and presenting that can end
 * both. Codex renews the one that it works on; we only watch, and never send what was once seen twice.
 */
export function sharedPrints(places: readonly SignInPrint[]): readonly string[] {
  const copies = findCopies(places);
  const shared = places.flatMap(({ print }, at) =>
    print !== null && copies[at]?.kind === 'token' ? [print] : [],
  );
  return [...new Set(shared)];
}
