// What one seed means: who lives in this world, which kinds of fault it has, and when. Swarm style:
// each kind is on or off, so that rare combinations are not drowned. Values only.

import type { FamilyOptions } from '../stand-in/family.ts';
import type { CodexRelease } from './codex.ts';
import type { PersonAct } from './person.ts';
import { createRandom, type Random } from './random.ts';

export const MINUTE_MS = 60_000;

/** Where our rotation is, seen from outside. */
export const PHASES = ['before', 'sent', 'journaled', 'publishing', 'after'] as const;
export type Phase = (typeof PHASES)[number];

export type Intrusion = PersonAct | 'codex-renews' | 'second-plimsoll';

export interface DiskWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly code: 'ENOSPC' | 'EACCES' | 'EROFS' | 'EIO';
  readonly where: 'codex' | 'plimsoll' | 'both';
}

export interface Death {
  /** Of the port calls after the first rejection. */
  readonly atCall: number;
  readonly when: 'before' | 'after';
  readonly kind: 'kill' | 'power';
}

export interface Scenario {
  readonly seed: number;
  /** Faults stop after that time; everybody has until then to do harm. */
  readonly chaosMs: number;
  readonly codexes: readonly CodexRelease[];
  /** How often a Codex needs a token, and for how long it lives. */
  readonly codexPace: { readonly min: number; readonly max: number };
  readonly codexSession: { readonly fromMs: number; readonly forMs: number } | null;
  readonly instances: 1 | 2;
  readonly stretching: boolean;
  /** Per request. */
  readonly networkFaults: number;
  readonly diskWindows: readonly DiskWindow[];
  readonly shortWrites: boolean;
  readonly deaths: readonly Death[];
  readonly powerFailureAtMs: number | null;
  readonly sleeps: readonly { readonly atMs: number; readonly forMs: number }[];
  readonly clockJump: { readonly atMs: number; readonly byMs: number } | null;
  readonly acts: readonly { readonly atMs: number; readonly act: PersonAct }[];
  readonly ambush: {
    readonly phase: Phase;
    readonly act: Intrusion;
    readonly delayMs: number;
  } | null;
  readonly document: {
    readonly unknownKeys: boolean;
    readonly odd: boolean;
    readonly linked: boolean;
  };
  readonly habits: Partial<FamilyOptions>;
  readonly firstExpiresInMs: number;
  readonly clicksOnceMore: boolean;
  readonly quits: boolean;
}

/** What can be taken out of a world to see whether it matters. */
export const FAULTS = [
  'codexes',
  'instances',
  'stretching',
  'networkFaults',
  'diskWindows',
  'shortWrites',
  'deaths',
  'powerFailureAtMs',
  'sleeps',
  'clockJump',
  'acts',
  'ambush',
  'document',
  'habits',
  'clicksOnceMore',
  'quits',
] as const satisfies readonly (keyof Scenario)[];
export type Fault = (typeof FAULTS)[number];

const CALM: Pick<Scenario, Fault> = {
  codexes: [],
  instances: 1,
  stretching: false,
  networkFaults: 0,
  diskWindows: [],
  shortWrites: false,
  deaths: [],
  powerFailureAtMs: null,
  sleeps: [],
  clockJump: null,
  acts: [],
  ambush: null,
  document: { unknownKeys: false, odd: false, linked: false },
  habits: {},
  clicksOnceMore: false,
  quits: false,
};

/** How many port calls a rotation has, roughly: deaths are dealt out over all of them in turn. */
const CALLS_OF_A_ROTATION = 190;

export function createScenario(seed: number, without: ReadonlySet<Fault>): Scenario {
  const random = createRandom(seed, 'scenario');
  const chaosMs = random.between(5, 19) * MINUTE_MS;
  const full: Scenario = {
    seed,
    chaosMs,
    ...crowd(random, chaosMs),
    stretching: random.chance(0.85),
    networkFaults: random.chance(0.3) ? random.between(0.1, 0.5) : 0,
    ...diskFaults(random, chaosMs),
    ...endings(random, seed, chaosMs),
    ...weather(random, chaosMs),
    ...people(random, chaosMs),
    document: {
      unknownKeys: random.chance(0.4),
      odd: random.chance(0.3),
      linked: random.chance(0.15),
    },
    habits: habitsOf(random),
    firstExpiresInMs: random.chance(0.3) ? 0 : random.between(0, 8) * MINUTE_MS,
    clicksOnceMore: random.chance(0.15),
  };
  const calmed = Object.fromEntries([...without].map((fault) => [fault, CALM[fault]]));
  return { ...full, ...calmed };
}

function crowd(random: Random, chaosMs: number) {
  const draw = random.next();
  const one = random.pick(['in-place', 'auth-lock', 'locking', 'locking', 'locking']);
  const other = random.pick(['in-place', 'locking', 'locking']);
  const codexes: readonly CodexRelease[] = draw < 0.35 ? [] : draw < 0.8 ? [one] : [one, other];
  const isVisitor = random.chance(0.5);
  const fromMs = random.between(0, chaosMs);
  return {
    codexes,
    codexPace: { min: 5_000, max: random.pick([20_000, 60_000, 240_000]) },
    codexSession: isVisitor ? { fromMs, forMs: random.between(1, 6) * MINUTE_MS } : null,
    instances: random.chance(0.3) ? (2 as const) : (1 as const),
  };
}

function diskFaults(random: Random, chaosMs: number) {
  const isOn = random.chance(0.25);
  const count = isOn ? random.int(1, 2) : 0;
  const diskWindows = Array.from({ length: count }, (): DiskWindow => {
    const fromMs = random.between(0, chaosMs);
    return {
      fromMs,
      toMs: Math.min(chaosMs, fromMs + random.between(0.05, 6) * MINUTE_MS),
      code: random.pick(['ENOSPC', 'ENOSPC', 'EACCES', 'EROFS', 'EIO']),
      where: random.pick(['codex', 'both', 'plimsoll']),
    };
  });
  return { diskWindows, shortWrites: random.chance(0.15) };
}

function endings(random: Random, seed: number, chaosMs: number) {
  const isDeadly = random.chance(0.4);
  const kind = random.chance(0.5) ? ('power' as const) : ('kill' as const);
  const isLate = random.chance(0.3);
  const first: Death = {
    // Why not drawn: every call in turn is a place to die at.
    // The rarest stages are short, and lie here.
    atCall: isLate ? random.int(70, 115) : 1 + (seed % CALLS_OF_A_ROTATION),
    when: random.chance(0.5) ? 'before' : 'after',
    kind,
  };
  const again: Death = { atCall: random.int(1, 60), when: 'after', kind: 'kill' };
  const deaths = isDeadly ? (random.chance(0.2) ? [first, again] : [first]) : [];
  const fails = random.chance(0.08);
  const atMs = random.between(0, chaosMs);
  return { deaths, powerFailureAtMs: fails ? atMs : null, quits: random.chance(0.06) };
}

function weather(random: Random, chaosMs: number) {
  const sleeps = random.chance(0.15)
    ? Array.from({ length: random.int(1, 3) }, () => ({
        atMs: random.between(0, chaosMs),
        forMs: random.between(0.2, 40) * MINUTE_MS,
      }))
    : [];
  const jumps = random.chance(0.08);
  const atMs = random.between(0, chaosMs);
  const byMs = random.pick([-400, -3, 0.5, 5, 9_000]) * 60 * MINUTE_MS * random.next();
  return { sleeps, clockJump: jumps ? { atMs, byMs } : null };
}

function people(random: Random, chaosMs: number) {
  const act = random.pick([
    'sign-in-same',
    'sign-in-other',
    'sign-out',
    'restore',
    'chmod',
    'hard-link',
    'lock-folder',
    'symlink',
  ]);
  const acts = random.chance(0.2) ? [{ atMs: random.between(0, chaosMs), act }] : [];
  const isAmbushed = random.chance(0.5);
  const ambush = {
    // Why weighted: these are the shortest.
    phase: random.pick([...PHASES, 'sent', 'journaled', 'journaled', 'publishing'] as const),
    act: random.pick([
      'codex-renews',
      'codex-renews',
      'sign-in-same',
      'sign-in-other',
      'sign-out',
      'restore',
      'second-plimsoll',
    ] as const),
    delayMs: random.chance(0.5) ? random.next() : random.between(0, 1_500),
  };
  return { acts, ambush: isAmbushed ? ambush : null };
}

function habitsOf(random: Random): Partial<FamilyOptions> {
  const odd = random.next();
  const graceMs = random.chance(0.4) ? random.between(0, 10_000) : 0;
  const accessLifetimeMs = random.between(12, 70) * MINUTE_MS;
  return {
    onReuse: random.chance(0.5) ? 'revoke-family' : 'reject',
    graceMs,
    accessLifetimeMs,
    oldAccess: random.chance(0.5) ? 'cancelled' : 'kept',
    ...(odd < 0.03 && { rotation: 'none' as const }),
    ...(odd > 0.03 && odd < 0.05 && { grant: 'empty' as const }),
    ...(odd > 0.05 && odd < 0.08 && { grantId: 'malformed' as const }),
    ...(odd > 0.08 && odd < 0.11 && { grantId: 'none' as const }),
    ...(odd > 0.11 && odd < 0.13 && { grantAccess: 'other-account' as const }),
    ...(odd > 0.13 && odd < 0.16 && { grantAccess: 'opaque' as const }),
    ...(odd > 0.16 && odd < 0.18 && { grantAccess: 'none' as const }),
  };
}
