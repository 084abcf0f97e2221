// What is being typed, until it is taken: a repaint must not put the old value back under the fingers.
// Decides nothing about what is taken.

import { useEffect, useState } from 'preact/hooks';

export interface Draft {
  /** What the field shows. */
  readonly shown: string;
  type(text: string): void;
  drop(): void;
}

/** A new value from outside ends the draft. */
export function useDraft(value: string): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [value]);
  return {
    shown: draft ?? value,
    type: setDraft,
    drop: () => setDraft(null),
  };
}
