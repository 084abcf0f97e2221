// Numbers and state to the pixels of the mark: a ring filled like a vessel to what is left of the
// shortest window, crossed by the Plimsoll bar, as long as what is left of the longest one.
// States differ in shape. Pure: geometry in, coverage out; colours and formats are the caller's.

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

const SAMPLES = 4;
/** All lengths are in units of the half edge, so one drawing serves every size. */
const RADIUS = 0.84;
const STROKE = 0.17;
const THIN_STROKE = 0.09;
const BAR_HALF_HEIGHT = 0.115;
const BAR_GAP = 0.1;
const BAR_REACH = 1;
const NOTCH_HALF_ANGLE = 0.42;
const DASHES = 8;
const DOT_RADIUS = 0.3;
const SHARE_STEPS = 20;
const ROUNDING_SLACK = 1e-9;

/** A mark whose picture is the same has the same key: the icon is set only when the key changes. */
export function markKey({ shape, ring, bar }: MarkState): string {
  const step = (share: number | null): string => (share === null ? '-' : String(stepsOf(share)));
  return `${shape} ${step(ring)} ${step(bar)}`;
}

/** The mark as `size` × `size` premultiplied BGRA pixels, which is what Electron's bitmaps take. */
export function drawMark(state: MarkState, size: number, colour: MarkColour): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const stepped = { ...state, ring: stepShare(state.ring), bar: stepShare(state.bar) };
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const alpha = coverage(stepped, { x, y, size });
      const at = (y * size + x) * 4;
      pixels[at] = Math.round(colour.blue * alpha);
      pixels[at + 1] = Math.round(colour.green * alpha);
      pixels[at + 2] = Math.round(colour.red * alpha);
      pixels[at + 3] = Math.round(255 * alpha);
    }
  }
  return pixels;
}

function stepShare(share: number | null): number | null {
  return share === null ? null : stepsOf(share) / SHARE_STEPS;
}

/** Rounded up, so that only nothing looks like nothing. */
function stepsOf(share: number): number {
  // Why: 1 - 0.85 is a little more than 0.15, and must not be a step more.
  return share <= 0 ? 0 : Math.max(1, Math.ceil(share * SHARE_STEPS - ROUNDING_SLACK));
}

function coverage(
  state: MarkState,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): number {
  let hits = 0;
  for (let row = 0; row < SAMPLES; row += 1) {
    for (let column = 0; column < SAMPLES; column += 1) {
      const px = ((x + (column + 0.5) / SAMPLES) / size) * 2 - 1;
      const py = ((y + (row + 0.5) / SAMPLES) / size) * 2 - 1;
      if (isInk(state, px, py)) hits += 1;
    }
  }
  return hits / (SAMPLES * SAMPLES);
}

/** Whether a point, in units of the half edge with y downwards, is part of the mark. */
function isInk(state: MarkState, x: number, y: number): boolean {
  const distance = Math.hypot(x, y);
  switch (state.shape) {
    case 'never':
      return isOnRing(distance, THIN_STROKE);
    case 'sign-in':
      return isOnRing(distance, STROKE) || distance <= DOT_RADIUS;
    case 'blocked':
      return isOnRing(distance, STROKE) || isOnSlash(x, y);
    case 'stale':
      return isOnDashes(x, y, distance) || isVesselInk(state, { x, y, distance });
    case 'near':
      return (
        (isOnRing(distance, STROKE) && !isInNotch(x, y)) || isVesselInk(state, { x, y, distance })
      );
    case 'healthy':
      return isOnRing(distance, STROKE) || isVesselInk(state, { x, y, distance });
  }
}

function isOnRing(distance: number, stroke: number): boolean {
  return Math.abs(distance - RADIUS) <= stroke / 2;
}

function isOnDashes(x: number, y: number, distance: number): boolean {
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) * DASHES;
  return isOnRing(distance, STROKE) && turn % 1 < 0.58;
}

function isOnSlash(x: number, y: number): boolean {
  const across = Math.abs(x + y) / Math.SQRT2;
  return across <= STROKE * 0.62 && Math.hypot(x, y) <= 1;
}

/** A gap at the top of the ring. */
function isInNotch(x: number, y: number): boolean {
  return Math.abs(Math.atan2(x, -y)) < NOTCH_HALF_ANGLE;
}

/** The liquid below its level, and the bar with a clear line around it. */
function isVesselInk(
  { ring, bar }: MarkState,
  { x, y, distance }: { readonly x: number; readonly y: number; readonly distance: number },
): boolean {
  if (bar !== null && bar > 0) {
    const reach = BAR_REACH * bar;
    if (Math.abs(y) <= BAR_HALF_HEIGHT && Math.abs(x) <= reach) return true;
    if (Math.abs(y) <= BAR_HALF_HEIGHT + BAR_GAP) return false;
  }
  if (ring === null || ring <= 0) return false;
  const inner = RADIUS - STROKE / 2 - BAR_GAP;
  return distance <= inner && y >= inner - 2 * inner * ring;
}
