// Secret: a string that will not print itself.
// Only core/auth.ts and codex/openai.ts call reveal(); the architecture test holds them to it.

const HIDDEN = '[secret]';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Every call is a place to look when a secret leaks. */
  reveal(): string {
    return this.#value;
  }

  /** What a one-way function makes of the value: for fingerprints, which may be written down. */
  digest(hash: (value: string) => string): string {
    return hash(this.#value);
  }

  /** Whether both hold the same value; the comparison shows neither. */
  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}
