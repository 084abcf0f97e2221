// Numbers and state to the pixels of the mark: a ring filled like a vessel to what is left of the
// shortest window, crossed by the Plimsoll bar, as long as what is left of the longest one. States
// differ in shape; every level, length and edge that can lie on the pixel grid does.
// Pure: geometry in, coverage out; sizes, colours and formats are the caller's.

/** The six states of product.md §2, told apart by shape alone. */
export type MarkShape = 'healthy' | 'near' | 'blocked' | 'stale' | 'sign-in' | 'never';

export interface MarkState {
  readonly shape: MarkShape;
  /** Remaining share of the shortest window, 0 to 1; null when unknown. */
  readonly ring: number | null;
  /** Remaining share of the longest window, 0 to 1; null when unknown. */
  readonly bar: number | null;
}

export interface MarkColour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** The lengths of one size, in its own pixels, from the middle of the square. */
interface Grid {
  /** What is one pixel in the smaller drawing of the same mark: the clear line around things. */
  readonly unit: number;
  readonly half: number;
  readonly outer: number;
  readonly inner: number;
  /** Levels of liquid below the bar, and as many above it. */
  readonly rows: number;
}

/** What there is to see of the numbers, in whole pixels. */
interface Load {
  /** Rows of liquid, counted from the bottom; the bar's own rows hold none. */
  readonly rows: number;
  /** The bar's length from the middle to either end; null without a bar. */
  readonly reach: number | null;
}

interface Point {
  /** Of a pixel's middle, in pixels from the middle of the square; y is downwards. */
  readonly x: number;
  readonly y: number;
}

/** The unit of all lengths below is a whole pixel for each full 16 of the edge. */
const UNIT_EDGE = 16;
/** Beyond the ring there is room for the ends of the bar: one part in so many of the edge. */
const MARGIN_PARTS = 11;
const STROKE = 1.75;
const THIN_STROKE = 1;
const DASHES = 6;
const DASH_GAP = 2;
const NOTCH_HALF_WIDTH = 2;
const SLASH_HALF_WIDTH = 0.95;
const DOT_RADIUS = 2.5;
const ROUNDING_SLACK = 1e-9;

/** Marks with the same key have the same pictures at all these sizes: nothing is to be drawn. */
export function markKey(state: MarkState, sizes: readonly number[]): string {
  const steps = sizes.map((size) => {
    const load = loadOf(state, gridOf(size));
    return load === null ? size : `${size}:${load.rows}/${load.reach}`;
  });
  return [state.shape, ...steps].join(' ');
}

/** The mark as `size` × `size` premultiplied BGRA pixels, which is what Electron's bitmaps take. */
export function drawMark(state: MarkState, size: number, colour: MarkColour): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const grid = gridOf(size);
  const load = loadOf(state, grid);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const point = { x: column + 0.5 - grid.half, y: row + 0.5 - grid.half };
      const alpha = coverage(state.shape, load, grid, point);
      const at = (row * size + column) * 4;
      pixels[at] = Math.round(colour.blue * alpha);
      pixels[at + 1] = Math.round(colour.green * alpha);
      pixels[at + 2] = Math.round(colour.red * alpha);
      pixels[at + 3] = Math.round(255 * alpha);
    }
  }
  return pixels;
}

function gridOf(size: number): Grid {
  const unit = Math.max(1, Math.floor(size / UNIT_EDGE));
  const half = size / 2;
  const margin = unit * Math.max(1, Math.floor(size / unit / MARGIN_PARTS));
  const outer = half - margin;
  const inner = outer - STROKE * unit;
  return { unit, half, outer, inner, rows: Math.floor(inner + unit * 0.25) - 2 * unit };
}

/** Null where the shape has nothing to do with the numbers. */
function loadOf({ shape, ring, bar }: MarkState, { unit, rows, half }: Grid): Load | null {
  if (shape === 'never' || shape === 'sign-in' || shape === 'blocked') return null;
  // Why: an old level of hours is mostly wrong, and would drown the dashes that say so; the bar of
  // days is mostly still true.
  const level = shape === 'stale' || ring === null ? 0 : stepsOf(ring, 2 * rows, 1);
  return { rows: level, reach: bar === null ? null : stepsOf(bar, half, unit) };
}

/** The nearest step, but nothing only for nothing; `least` is the smallest that can be seen. */
function stepsOf(share: number, steps: number, least: number): number {
  if (share <= 0) return 0;
  // Why: 1 - 0.25 may be a little less than 0.75, and must not be a step less.
  return Math.max(least, Math.min(steps, Math.round(share * steps + ROUNDING_SLACK)));
}

/** How much of a pixel is ink, 0 to 1. */
function coverage(shape: MarkShape, load: Load | null, grid: Grid, point: Point): number {
  const { unit } = grid;
  const distance = Math.hypot(point.x, point.y);
  const disc = (radius: number): number => clamp(radius - distance + 0.5);
  const ring = (stroke: number): number => disc(grid.outer) - disc(grid.outer - stroke * unit);
  switch (shape) {
    case 'never':
      return ring(THIN_STROKE);
    case 'sign-in':
      return Math.max(ring(STROKE), disc(DOT_RADIUS * unit));
    case 'blocked':
      return Math.max(ring(STROKE), Math.min(disc(grid.outer), slash(point, unit)));
    case 'stale':
      return withBar(ring(STROKE) * dashes(point, unit), load, grid, point);
    case 'near':
    case 'healthy': {
      const vessel = Math.max(ring(STROKE), disc(grid.outer) * liquidAt(load, grid, point));
      const cut = shape === 'near' && isInNotch(point, grid) ? 0 : 1;
      return withBar(vessel * cut, load, grid, point);
    }
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** 1 in the liquid: from the bottom up, as if the bar and its clear lines were not there. */
function liquidAt(load: Load | null, { unit, rows }: Grid, { y }: Point): number {
  if (load === null || load.rows === 0) return 0;
  if (load.rows === 2 * rows) return 1;
  const channel = 2 * unit;
  const surface = rows - load.rows;
  return y > (surface >= 0 ? surface + channel : surface - channel) ? 1 : 0;
}

/** The bar over everything, with a clear line above and below it. */
function withBar(below: number, load: Load | null, grid: Grid, { x, y }: Point): number {
  if (load === null || load.reach === null) return below;
  const { unit, inner } = grid;
  const away = Math.abs(y);
  if (away < unit && Math.abs(x) < load.reach) return 1;
  // Within the vessel the whole row is clear, so that the bar's length can be read.
  const isClear = away < 2 * unit && Math.abs(x) < Math.max(load.reach, inner - 0.5);
  return isClear ? 0 : below;
}

/** A gap at the top of the ring that reaches into the liquid. */
function isInNotch({ x, y }: Point, { unit, inner }: Grid): boolean {
  return y < 0 && Math.abs(x) < NOTCH_HALF_WIDTH * unit && -y > inner - unit;
}

/** 0 in the gaps. Two of them are where the bar passes, and none is where the notch would be. */
function dashes({ x, y }: Point, unit: number): number {
  const turn = (2 * Math.PI) / DASHES;
  const angle = Math.atan2(y, x);
  const gap = Math.round(angle / turn) * turn;
  const away = Math.abs(Math.sin(angle - gap)) * Math.hypot(x, y);
  return clamp(away - (DASH_GAP / 2) * unit + 0.5);
}

function slash({ x, y }: Point, unit: number): number {
  return clamp(SLASH_HALF_WIDTH * unit - Math.abs(x + y) / Math.SQRT2 + 0.5);
}
