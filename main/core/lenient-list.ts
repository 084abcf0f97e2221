// A list out of whatever was saved: what cannot be read is left out, and there is never too much of it.
// Owns that leniency; what an item is, its schema says.

import { z } from 'zod';

/** The last of the readable items; an unreadable one costs no other. */
export function listOf<Item extends z.ZodType>(item: Item, max: number) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((values) =>
      values
        .flatMap((value): z.output<Item>[] => {
          const read = item.safeParse(value);
          return read.success ? [read.data] : [];
        })
        .slice(-max),
    );
}
