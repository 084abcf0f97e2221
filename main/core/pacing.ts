// What the schedule remembers between polls, and how each event changes it. Values, replaced and never
// mutated; schedule.ts says when the next poll is due by them.
// Every instant is by the steady clock, which never jumps, unless its name says wall.

import type { Clocks } from './clocks.ts';
import { type Failure, retryAtOf } from './failure.ts';
import { RETRY_AFTER_MAX_MS } from './ledger.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { MINUTE_MS, SECOND_MS } from './time.ts';

/**
 * Polls that nobody asked for, in a row and afterwards: at most 4 + 20 in any hour, so that the budget
 * of 30 requests always has some left for clicks, for recovery and for the list of earned resets.
 */
const ALLOWANCE_STEP_MS = 3 * MINUTE_MS;
const ALLOWANCE_SIZE = 4;
/** Codex is idle when nothing was heard of it for so long. */
const IDLE_AFTER_MS = 30 * MINUTE_MS;
/** A use after so long a silence is a beginning. */
const SILENCE_MS = 5 * MINUTE_MS;
/** A reset that moves on whenever it is near is followed only so often. */
const FOLLOW_PAUSE_MS = 15 * MINUTE_MS;
/** A reset that drifts by less is still the same. */
const DRIFT_MS = 5 * SECOND_MS;

/** Chance, 0 to 1 each; drawn once a poll, so that asking again gives the same answer. */
export interface Draws {
  readonly wait: number;
  readonly soon: number;
}

export interface Pacing {
  /** What every wait is divided by; 1 except in demo and tests. The service's own word is not. */
  readonly paceDivisor: number;
  readonly draws: Draws;
  /** When the last poll began; minus infinity before the first. */
  readonly beganAtMs: number;
  /** When the last poll ended, or the app started: waits count from here. */
  readonly endedAtMs: number;
  /** Null after a success, and before the first poll. */
  readonly failure: Failure | null;
  /** 0 after a success. */
  readonly failuresInRow: number;
  /** No request before, by the word of the service or of our own budget. */
  readonly told: { readonly untilMs: number; readonly untilWallMs: number } | null;
  /** Resets of the main windows ahead, each worth a poll just after it. */
  readonly resetsAtWallMs: readonly number[];
  /** The last reset that a poll has followed. */
  readonly followedAtWallMs: number | null;
  /** After login, wake or a network change: the next poll comes then, in place of all missed ones. */
  readonly graceUntilMs: number | null;
  readonly usedAtMs: number;
  /** Use that the numbers cannot know of yet; of a beginning its first sign, else its last one. */
  readonly freshUse: { readonly atMs: number; readonly isBeginning: boolean } | null;
  /** Codex had been idle when the last poll ended. */
  readonly wasIdle: boolean;
  /** When the allowance is whole again. */
  readonly allowanceFullAtMs: number;
}

export interface FirstMoment {
  readonly clocks: Clocks;
  readonly draws: Draws;
  readonly paceDivisor: number;
  /** What the ledger remembers of an earlier run; null if nothing has to be waited for. */
  readonly notBeforeWallMs: number | null;
}

export function firstPacing({ clocks, draws, paceDivisor, notBeforeWallMs }: FirstMoment): Pacing {
  const { steadyMs } = clocks;
  return {
    paceDivisor,
    draws,
    beganAtMs: Number.NEGATIVE_INFINITY,
    endedAtMs: steadyMs,
    failure: null,
    failuresInRow: 0,
    told: toldUntil(notBeforeWallMs, clocks),
    resetsAtWallMs: [],
    followedAtWallMs: null,
    graceUntilMs: null,
    // Why: whoever starts the app is about to work.
    usedAtMs: steadyMs,
    freshUse: null,
    wasIdle: false,
    allowanceFullAtMs: steadyMs,
  };
}

/** A poll begins, whoever asked for it. */
export function pollBegan(pacing: Pacing, { steadyMs, wallMs }: Clocks): Pacing {
  const stepMs = ALLOWANCE_STEP_MS / pacing.paceDivisor;
  // Why capped: clicks use the allowance up, but they make no debts.
  const fullAtMs = Math.max(pacing.allowanceFullAtMs, steadyMs) + stepMs;
  const passed = pacing.resetsAtWallMs.filter((atMs) => atMs <= wallMs);
  return {
    ...pacing,
    beganAtMs: steadyMs,
    freshUse: null,
    allowanceFullAtMs: Math.min(fullAtMs, steadyMs + ALLOWANCE_SIZE * stepMs),
    followedAtWallMs: passed.length > 0 ? Math.max(...passed) : pacing.followedAtWallMs,
  };
}

/** When the allowance has room for a poll that nobody asked for. */
export function allowedAtMs({ allowanceFullAtMs, paceDivisor }: Pacing): number {
  return allowanceFullAtMs - ((ALLOWANCE_SIZE - 1) * ALLOWANCE_STEP_MS) / paceDivisor;
}

export interface PollEnd {
  readonly clocks: Clocks;
  readonly draws: Draws;
  readonly failure: Failure | null;
  /** The numbers now known, however old; null if there are none. */
  readonly snapshot: UsageSnapshot | null;
  /** The numbers have risen: Codex was used, here or elsewhere. */
  readonly hasRisen: boolean;
}

export function pollEnded(pacing: Pacing, end: PollEnd): Pacing {
  const { clocks, draws, failure, snapshot } = end;
  const { steadyMs, wallMs } = clocks;
  const usedAtMs = end.hasRisen ? steadyMs : pacing.usedAtMs;
  return {
    ...pacing,
    draws,
    endedAtMs: steadyMs,
    failure,
    failuresInRow: failure === null ? 0 : pacing.failuresInRow + 1,
    told: failure === null ? null : toldUntil(retryAtOf(failure), clocks),
    resetsAtWallMs: snapshot === null ? [] : resetsAhead(pacing, snapshot, wallMs),
    graceUntilMs: graceAfter(pacing, failure, steadyMs),
    usedAtMs,
    wasIdle: steadyMs - usedAtMs >= IDLE_AFTER_MS,
  };
}

function resetsAhead(pacing: Pacing, { windows }: UsageSnapshot, wallMs: number): number[] {
  const { followedAtWallMs, resetsAtWallMs } = pacing;
  const known = resetsAtWallMs.filter((atMs) => atMs > wallMs);
  const isKnown = (atMs: number): boolean =>
    known.some((other) => Math.abs(other - atMs) <= DRIFT_MS);
  return windows
    .map(({ resetsAtMs }) => resetsAtMs)
    .filter((atMs) => atMs !== null)
    .filter((atMs) => atMs > wallMs)
    .filter(
      (atMs) =>
        followedAtWallMs === null ||
        Math.abs(atMs - followedAtWallMs) >= FOLLOW_PAUSE_MS ||
        isKnown(atMs),
    );
}

/** Why it may stay: a poll that sleep tore in half fails after the wake, and is not the one. */
function graceAfter(pacing: Pacing, failure: Failure | null, nowMs: number): number | null {
  const { graceUntilMs } = pacing;
  return failure !== null && graceUntilMs !== null && graceUntilMs > nowMs ? graceUntilMs : null;
}

/** Codex was used: one of its session files has changed. */
export function codexUsed(pacing: Pacing, steadyMs: number): Pacing {
  const isBeginning = steadyMs - pacing.usedAtMs >= SILENCE_MS;
  const freshUse = pacing.freshUse?.isBeginning ? pacing.freshUse : { atMs: steadyMs, isBeginning };
  return { ...pacing, usedAtMs: steadyMs, freshUse };
}

/** The computer woke, or the network changed: one poll comes after a grace. */
export function disturbed(pacing: Pacing, clocks: Clocks, graceMs: number): Pacing {
  const { told } = pacing;
  const byWall = toldUntil(told?.untilWallMs ?? null, clocks);
  // Why the sooner: some steady clocks stand still during sleep, and the wait does not.
  const isSooner = told !== null && byWall !== null && byWall.untilMs < told.untilMs;
  return {
    ...pacing,
    graceUntilMs: clocks.steadyMs + graceMs,
    told: isSooner ? byWall : told,
  };
}

function toldUntil(untilWallMs: number | null, { steadyMs, wallMs }: Clocks): Pacing['told'] {
  if (untilWallMs === null) return null;
  // Why capped: a clock that was set back in between must not stretch a wait by as much.
  const leftMs = Math.min(Math.max(0, untilWallMs - wallMs), RETRY_AFTER_MAX_MS);
  return { untilMs: steadyMs + leftMs, untilWallMs };
}
