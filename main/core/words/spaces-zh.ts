// The space that Chinese puts between its own characters and figures or Latin letters; none beside its
// punctuation. Owns that custom for texts whose first sign is not known beforehand.

/** The text with a space before it, if it begins with a figure or a Latin letter. */
export function gap(text: string): string {
  return /^[\p{Script=Latin}\p{Nd}]/u.test(text) ? ` ${text}` : text;
}
