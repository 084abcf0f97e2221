// Whether a newer Plimsoll is out: what the feed says, when it may be asked again, and what of it is
// shown. Only ever tells; nothing is fetched but a version number, and nothing is put in place.

import { z } from 'zod';
import { parseJson } from '../answers.ts';
import type { Clocks } from '../clocks.ts';
import { DAY_MS, MINUTE_MS } from '../time.ts';
import { INSTANT_MAX_MS } from '../windows.ts';
import { isOnSite, type Site } from './site.ts';
import { isNewer, isVersion } from './version.ts';

export interface UpdateMemory {
  /** When the feed was asked last, epoch ms; null if it never was. */
  readonly askedAtMs: number | null;
  /** The version that it named last. */
  readonly named: string | null;
  /** The version that the person has read enough of. */
  readonly hidden: string | null;
}

/** What is remembered, and when this run asked, by its steady clock. */
export interface Asked extends Pick<UpdateMemory, 'askedAtMs'> {
  readonly askedSteadyMs: number | null;
}

export const NO_UPDATE_MEMORY: UpdateMemory = { askedAtMs: null, named: null, hidden: null };
export const UPDATE_MEMORY_MAX_BYTES = 4 * 1024;

const CHECK_EVERY_MS = DAY_MS;
/** Why not at once: the start has better things to do, and not everybody starts at a random time. */
const FIRST_MS = { min: MINUTE_MS, max: 10 * MINUTE_MS } as const;
/** How long to wait when it is due and no good moment: away, offline, in the middle of a renewal. */
export const NO_MOMENT_MS = 15 * MINUTE_MS;

const PAGE_MAX_LENGTH = 300;

/** The version that a feed names; null for anything but a feed of this site. */
export function readFeed(text: string, site: Site): string | null {
  const json = parseJson(text);
  const read = feedSchema.safeParse(json.ok ? json.value : null);
  return read.success && isOnSite(read.data.page, site) ? read.data.version : null;
}

/** How long after a start, or after it was switched on, the feed is asked at the earliest. */
export function firstCheckMs(random: number): number {
  return FIRST_MS.min + random * (FIRST_MS.max - FIRST_MS.min);
}

/**
 * What is left of a day since the feed was asked: by both clocks, so that setting one wins nothing.
 * `paceDivisor` shortens that day; 1 except in demo and tests.
 */
export function checkLeftMs(
  { askedAtMs, askedSteadyMs }: Asked,
  now: Clocks,
  paceDivisor: number,
): number {
  const everyMs = CHECK_EVERY_MS / paceDivisor;
  const lefts = [
    askedAtMs === null ? 0 : askedAtMs + everyMs - now.wallMs,
    askedSteadyMs === null ? 0 : askedSteadyMs + everyMs - now.steadyMs,
  ];
  return Math.max(0, ...lefts);
}

/**
 * The memory, with nothing in it that is still to come: the clock was wrong then, or is now.
 * Why it counts as asked now: else who sets a clock back would ask once more, or never again.
 */
export function withoutFuture(memory: UpdateMemory, nowMs: number): UpdateMemory {
  const { askedAtMs } = memory;
  return askedAtMs === null || askedAtMs <= nowMs ? memory : { ...memory, askedAtMs: nowMs };
}

/** The version to tell of; null if there is none, or the person has read enough of it. */
export function versionToTell({ named, hidden }: UpdateMemory, own: string): string | null {
  if (named === null || !isNewer(named, own)) return null;
  return hidden === null || isNewer(named, hidden) ? named : null;
}

export function formatUpdateMemory(memory: UpdateMemory): string {
  return JSON.stringify(memory);
}

/** What cannot be read is as if it had never been. */
export function parseUpdateMemory(text: string): UpdateMemory {
  const json = parseJson(text);
  const read = memorySchema.safeParse(json.ok ? json.value : null);
  return read.success ? read.data : NO_UPDATE_MEMORY;
}

const version = z.string().refine(isVersion);

/** More fields may come; those that there are keep their meaning. */
const feedSchema = z.object({ version, page: z.string().max(PAGE_MAX_LENGTH) });

const memorySchema = z.object({
  askedAtMs: z.number().min(0).max(INSTANT_MAX_MS).nullable().catch(null),
  named: version.nullable().catch(null),
  hidden: version.nullable().catch(null),
}) satisfies z.ZodType<UpdateMemory>;
