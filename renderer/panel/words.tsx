// A finished sentence, broken only where that is pleasant to read. Adds no letter and takes none away:
// what is kept together is so by style, and copies and sounds as it was.
// Why null for nothing: an empty text would be made anew by every repaint.

import { unbrokenPieces } from './unbroken.ts';

export function Words({ text }: { readonly text: string | null | undefined }) {
  return unbrokenPieces(text ?? '').map((piece, at) =>
    at % 2 === 1 ? (
      <span key={at} class="unbroken">
        {piece}
      </span>
    ) : (
      piece || null
    ),
  );
}
