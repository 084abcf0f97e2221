import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawMark, type MarkShape, type MarkState, markKey } from './icon.ts';

const SHAPES: readonly MarkShape[] = ['healthy', 'near', 'blocked', 'stale', 'sign-in', 'never'];
const BLACK = { red: 0, green: 0, blue: 0 };
/** Every size that a bar asks for: Windows at its scales, macOS and Linux at 1x and 2x. */
const SIZES = [16, 18, 20, 22, 24, 28, 32, 36, 44] as const;
/** A pixel counts as different when an eye sees it: a quarter of the way from clear to solid. */
const SEEN = 64;
const PIXELS_APART = 8;

function mark(shape: MarkShape, ring: number | null = 0.6, bar: number | null = 0.4): MarkState {
  return { shape, ring, bar };
}

function alphas(state: MarkState, size: number): Uint8Array {
  return drawMark(state, size, BLACK).filter((_value, at) => at % 4 === 3);
}

/** Pixels of the alpha channel that are clearly different. */
function difference(a: MarkState, b: MarkState, size: number): number {
  const others = alphas(b, size);
  return alphas(a, size).filter((alpha, at) => Math.abs(alpha - (others[at] ?? 0)) >= SEEN).length;
}

function ink(state: MarkState, size: number): number {
  return alphas(state, size).reduce((sum, alpha) => sum + alpha, 0);
}

const pairs = SHAPES.flatMap((one, at) =>
  SHAPES.slice(at + 1).map((other) => [one, other] as const),
);

const shares = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
const states = fc.record({ shape: fc.constantFrom(...SHAPES), ring: shares, bar: shares });

describe('drawMark', () => {
  test.each(pairs)('differs in shape, colour ignored, at every size: %s and %s', (one, other) => {
    for (const size of SIZES) {
      expect(difference(mark(one), mark(other), size)).toBeGreaterThanOrEqual(PIXELS_APART);
      const blank = [mark(one, null, null), mark(other, null, null)] as const;
      expect(difference(...blank, size)).toBeGreaterThanOrEqual(4);
    }
  });

  test.each(pairs)(
    'differs in shape at 16 px, whatever the numbers are: %s and %s',
    (one, other) => {
      const share = [0, 0.05, 0.2, 0.5, 0.8, 1];
      for (const ring of share) {
        for (const bar of share) {
          const apart = difference(mark(one, ring, bar), mark(other, ring, bar), 16);
          expect(apart, `${ring} ${bar}`).toBeGreaterThanOrEqual(6);
        }
      }
    },
  );

  test.each([
    ['the ring, from 20 to 40 %', mark('healthy', 0.2, 0), mark('healthy', 0.4, 0)],
    ['the ring, from nothing to a little', mark('healthy', 0, 0), mark('healthy', 0.01, 0)],
    ['the bar, from 20 to 40 %', mark('healthy', 0, 0.2), mark('healthy', 0, 0.4)],
    ['the bar, from nothing to a little', mark('healthy', 0, 0), mark('healthy', 0, 0.01)],
  ])('shows more of what is left: %s', (_name, less, more) => {
    for (const size of SIZES) {
      expect(difference(less, more, size)).toBeGreaterThan(0);
      expect(ink(more, size)).toBeGreaterThan(ink(less, size));
    }
  });

  test('never shows less liquid or a shorter bar, when more is left', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.constantFrom(...SIZES), (one, other, size) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const liquid = (ring: number) => ink(mark('healthy', ring, null), size);
        const bar = (length: number) => ink(mark('healthy', null, length), size);
        expect(liquid(less)).toBeLessThanOrEqual(liquid(more));
        expect(bar(less)).toBeLessThanOrEqual(bar(more));
      }),
    );
  });

  test('has its levels and the ends of its bar on the pixel grid', () => {
    for (const size of SIZES) {
      const middle = alphas(mark('healthy', 0, 0.5), size).subarray(
        (size / 2) * size,
        (size / 2 + 1) * size,
      );
      const bar = middle.subarray(size / 4, size - size / 4);
      expect([...bar].filter((alpha) => alpha !== 0 && alpha !== 255)).toEqual([]);
      const column = alphas(mark('healthy', 0.4, null), size).filter(
        (_alpha, at) => at % size === size / 2,
      );
      const inside = column.subarray(size / 4, size - size / 4);
      expect([...inside].filter((alpha) => alpha !== 0 && alpha !== 255)).toEqual([]);
    }
  });

  test('is even: the left half mirrors the right one, but for the slash', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SIZES), (state, size) => {
        const picture = alphas(state, size);
        const isMirrored = picture.every(
          (alpha, at) => alpha === picture[at - (at % size) + size - 1 - (at % size)],
        );
        expect(isMirrored || state.shape === 'blocked').toBe(true);
      }),
    );
  });

  test('is BGRA, premultiplied, and clear in its corners', () => {
    const pixels = drawMark(mark('healthy', 1, 1), 22, { red: 200, green: 100, blue: 50 });
    expect(pixels).toHaveLength(22 * 22 * 4);
    for (let at = 0; at < pixels.length; at += 4) {
      const alpha = (pixels[at + 3] ?? 0) / 255;
      const expected = [50, 100, 200].map((value) => value * alpha);
      const actual = [...pixels.subarray(at, at + 3)];
      actual.forEach((value, channel) => {
        expect(Math.abs(value - (expected[channel] ?? 0))).toBeLessThanOrEqual(1);
      });
    }
    expect(pixels[3]).toBe(0);
  });

  test('is the same picture at 1x and 2x', () => {
    for (const shape of SHAPES) {
      for (const size of [16, 18, 22]) {
        const share = (edge: number) => ink(mark(shape), edge) / (edge * edge * 255);
        expect(Math.abs(share(size) - share(2 * size))).toBeLessThan(0.06);
      }
    }
  });
});

describe('markKey', () => {
  test('is the same only when the pictures are the same, for any numbers', () => {
    for (const sizes of [[16], [18, 36]]) {
      const pictures = new Map<string, Uint8Array>();
      for (const state of fc.sample(states, { numRuns: 400, seed: 7 })) {
        const picture = Buffer.concat(sizes.map((size) => drawMark(state, size, BLACK)));
        const key = markKey(state, sizes);
        expect(picture.equals(pictures.get(key) ?? picture)).toBe(true);
        pictures.set(key, picture);
      }
      expect(pictures.size).toBeGreaterThan(15);
    }
  });

  test('does not change with a change of the numbers below one step of the finest size', () => {
    const key = (ring: number, bar: number) => markKey(mark('healthy', ring, bar), [22, 44]);
    expect(key(0.601, 0.401)).toBe(key(0.61, 0.405));
    expect(key(0.6, 0.4)).not.toBe(key(0.4, 0.4));
    expect(key(0.6, 0.4)).not.toBe(key(0.6, 0.2));
  });

  test.each(['blocked', 'sign-in', 'never'] as const)(
    'does not change with numbers that are not drawn: %s',
    (shape) => {
      expect(markKey(mark(shape, 0.1, 0.2), [22])).toBe(markKey(mark(shape, 0.9, null), [22]));
    },
  );

  test('is nothing only when nothing is left, and a step is where the percent is', () => {
    expect(markKey(mark('healthy', 0, 1e-12), [16])).toBe('healthy 16:0/1');
    // 1 - 0.75 in floating point is on the very edge between two steps.
    expect(markKey(mark('healthy', 1 - 0.25, 0), [16])).toBe('healthy 16:5/0');
    expect(markKey(mark('healthy', 1.5, 7), [16])).toBe('healthy 16:6/8');
  });
});
