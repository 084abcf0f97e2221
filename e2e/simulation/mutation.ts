// What a mutant of reliability.md 9.2 is: edits of source text. An edit whose text is no longer found
// fails loudly: then the mechanism has moved, and the edit must follow it.

export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Which invariants it may be caught by; others would be luck. */
  readonly invariants: readonly string[];
}
