// Whether two documents are the same but for the four values that a renewal may change (I4).
// Compares text, so that key order, spacing, unknown keys and the spelling of numbers all count.

const VALUES = /"(access_token|refresh_token|id_token|last_refresh)"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;

/** Null if nothing else changed, else what kind of thing did. */
export function sameButTokens(before: string, after: string): string | null {
  const blank = (text: string): string => text.replace(VALUES, '"$1"$2""');
  if (blank(before) === blank(after)) return null;
  if (/"last_refresh"/.test(before)) return 'something else in auth.json changed';
  // Why: a document without the instant gets it added at its end.
  const added = blank(after).replace(/,\s*"last_refresh"\s*:\s*""/, '');
  return added === blank(before) ? null : 'something else in auth.json changed';
}
