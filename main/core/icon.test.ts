import { describe, expect, test } from 'vitest';
import { drawMark, type MarkShape, type MarkState, markKey } from './icon.ts';

const SHAPES: readonly MarkShape[] = ['healthy', 'near', 'blocked', 'stale', 'sign-in', 'never'];
const BLACK = { red: 0, green: 0, blue: 0 };

function mark(shape: MarkShape, ring: number | null = 0.6, bar: number | null = 0.4): MarkState {
  return { shape, ring, bar };
}

/** Pixels of the alpha channel that are clearly different. */
function difference(a: MarkState, b: MarkState, size: number): number {
  const [one, other] = [drawMark(a, size, BLACK), drawMark(b, size, BLACK)];
  const alphas = one.filter((_value, at) => at % 4 === 3);
  const others = other.filter((_value, at) => at % 4 === 3);
  return alphas.filter((alpha, at) => Math.abs(alpha - (others[at] ?? 0)) >= 64).length;
}

const pairs = SHAPES.flatMap((one, at) =>
  SHAPES.slice(at + 1).map((other) => [one, other] as const),
);

describe('drawMark', () => {
  test.each(pairs)('differs in shape, not in colour, at 16 and 22 px: %s and %s', (one, other) => {
    for (const size of [16, 22]) {
      expect(difference(mark(one), mark(other), size)).toBeGreaterThanOrEqual(4);
      const blank = [mark(one, null, null), mark(other, null, null)] as const;
      expect(difference(...blank, size)).toBeGreaterThanOrEqual(4);
    }
  });

  test.each([
    ['the ring, from 20 to 40 %', mark('healthy', 0.2, 0), mark('healthy', 0.4, 0)],
    ['the ring, from nothing to a little', mark('healthy', 0, 0), mark('healthy', 0.15, 0)],
    ['the bar, from 20 to 40 %', mark('healthy', 0, 0.2), mark('healthy', 0, 0.4)],
    ['the bar, from nothing to a little', mark('healthy', 0, 0), mark('healthy', 0, 0.1)],
  ])('shows more of what is left: %s', (_name, less, more) => {
    for (const size of [16, 22]) {
      expect(difference(less, more, size)).toBeGreaterThan(0);
      expect(ink(more, size)).toBeGreaterThan(ink(less, size));
    }
  });

  test('is BGRA, premultiplied, and never wider than its square', () => {
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
  });

  test('draws the same picture at every size', () => {
    const share = (size: number) => ink(mark('near'), size) / (size * size * 255);
    expect(share(16)).toBeCloseTo(share(64), 1);
  });
});

describe('markKey', () => {
  test('is the same exactly when the picture is the same', () => {
    const states = SHAPES.flatMap((shape) =>
      [null, 0, 0.01, 0.149, 1 - 0.85, 0.151, 0.5, 1].flatMap((ring) =>
        [null, 0.3].map((bar) => mark(shape, ring, bar)),
      ),
    );
    const pictures = new Map<string, string>();
    for (const state of states) {
      const picture = drawMark(state, 22, BLACK).join();
      const known = pictures.get(markKey(state));
      expect(known ?? picture).toBe(picture);
      pictures.set(markKey(state), picture);
    }
  });

  test('has its steps where the percent has them, in spite of floating point', () => {
    for (let used = 0; used <= 100; used += 1) {
      const expected = Math.ceil((100 - used) / 5);
      expect(markKey(mark('healthy', 1 - used / 100, null))).toBe(`healthy ${expected} -`);
    }
  });

  test('is nothing only when nothing is left', () => {
    expect(markKey(mark('healthy', 0, 1e-12))).toBe('healthy 0 1');
  });
});

function ink(state: MarkState, size: number): number {
  const pixels = drawMark(state, size, BLACK);
  return pixels.filter((_value, at) => at % 4 === 3).reduce((sum, alpha) => sum + alpha, 0);
}
