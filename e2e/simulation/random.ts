// Chance for the simulation: seeded, and one independent stream for each actor, so that taking one
// actor out of a world leaves the draws of all others as they were.

export interface Random {
  /** 0 to 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** A number between the two. */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<const T>(items: readonly [T, ...T[]]): T;
  hex(bytes: number): string;
}

/** The stream of that name; the same seed and name always give the same draws. */
export function createRandom(seed: number, stream: string): Random {
  const next = sfc32(hashOf(`${seed}/${stream}`));
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    between: (min, max) => min + next() * (max - min),
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    hex: (bytes) => {
      let digits = '';
      for (let at = 0; at < bytes; at += 1) digits += int(0, 255).toString(16).padStart(2, '0');
      return digits;
    },
  };
}

/** Source: cyrb128, a public-domain string hash. */
function hashOf(text: string): readonly [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a, b, c, d];
}

/** Source: sfc32, a public-domain generator. */
function sfc32(seed: readonly [number, number, number, number]): () => number {
  let [a, b, c, counter] = seed;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
