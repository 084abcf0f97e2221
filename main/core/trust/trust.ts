// What Plimsoll did to the world: which files, hosts and programs, why, how often, with what result;
// and what recovery did lately. Owns how deeds are merged, forgotten and written down.
// Holds names and closed words only: no content, no address beyond its host, nothing of the person.

import { z } from 'zod';
import { listOf } from '../lenient-list.ts';
import { type RecoveryStep, stampStep } from '../recovery.ts';
import { DAY_MS } from '../time.ts';
import { INSTANT_MAX_MS } from '../windows.ts';
import { maskedName } from './names.ts';

export const DEED_KINDS = ['contacted', 'read', 'written', 'started'] as const;
export type DeedKind = (typeof DEED_KINDS)[number];

/** Why something was touched. The order is that of the page. */
export const PURPOSES = [
  ...(['usage', 'reset-list', 'renewal', 'updates', 'proxy', 'other-request'] as const),
  ...(['sign-in', 'codex-settings', 'codex-lock', 'renewal-lock', 'renewal-note'] as const),
  ...(['renewal-place', 'codex-folder', 'sessions', 'activity', 'linked'] as const),
  ...(['reading', 'history', 'activity-index', 'ledger', 'settings', 'log', 'trust'] as const),
  ...(['update-note', 'own-lock', 'own-folder', 'autostart'] as const),
  ...(['authorities', 'running-programs'] as const),
  ...(['codex-renews', 'lock-helper', 'tray-host'] as const),
] as const;
export type Purpose = (typeof PURPOSES)[number];

const FINE = ['done', 'held', 'unchanged', 'removed', 'missing', 'answered'] as const;
const TROUBLE = [
  ...(['not-permitted', 'failed', 'declined', 'must-wait', 'server-trouble'] as const),
  ...(['unreachable', 'no-answer', 'not-vouched'] as const),
] as const;
export const DEED_RESULTS = [...FINE, ...TROUBLE] as const;
export type DeedResult = (typeof DEED_RESULTS)[number];

/** One thing done. */
export interface Deed {
  readonly kind: DeedKind;
  /** A file with the home as `~`, a host, or a program. */
  readonly target: string;
  readonly purpose: Purpose;
  readonly result: DeedResult;
}

/** All deeds of a kind on one target for one purpose. */
export interface Deeds extends Deed {
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly count: number;
  /** How many of them went wrong. */
  readonly troubles: number;
}

/** What recovery did in one poll, or in several in a row that did the same. */
export interface RecoveryStory {
  readonly lastAtMs: number;
  readonly count: number;
  readonly steps: readonly RecoveryStep[];
}

export interface TrustRecord {
  readonly version: 1;
  /** Since when there is a record. */
  readonly sinceMs: number;
  readonly deeds: readonly Deeds[];
  /** Oldest first. */
  readonly stories: readonly RecoveryStory[];
}

/** How long recovery and alerts are told of. */
export const STORIES_KEPT_MS = 7 * DAY_MS;
const DEEDS_KEPT_MS = 30 * DAY_MS;
export const DEEDS_MAX = 150;
export const STORIES_MAX = 40;
const STORY_STEPS_MAX = 12;
export const TRUST_MAX_BYTES = 128 * 1024;

export function emptyTrust(nowMs: number): TrustRecord {
  return { version: 1, sinceMs: nowMs, deeds: [], stories: [] };
}

/** Whether nothing like this has been done before. */
export function isNewDeed({ deeds }: TrustRecord, deed: Deed): boolean {
  const next = { ...deed, target: maskedName(deed.target) };
  return !deeds.some((known) => isSameMatter(known, next));
}

/** The record with one more deed; what was done longest ago makes room. */
export function noteDeed(record: TrustRecord, deed: Deed, nowMs: number): TrustRecord {
  const next = { ...deed, target: maskedName(deed.target) };
  const before = record.deeds.find((known) => isSameMatter(known, next));
  const noted: Deeds = {
    ...next,
    firstAtMs: Math.min(before?.firstAtMs ?? nowMs, nowMs),
    lastAtMs: nowMs,
    count: (before?.count ?? 0) + 1,
    troubles: (before?.troubles ?? 0) + (isTrouble(next.result) ? 1 : 0),
  };
  const deeds = [...record.deeds.filter((known) => known !== before), noted];
  return { ...record, deeds: deeds.slice(-DEEDS_MAX) };
}

/** The record with what recovery did in a poll; one that needed none adds nothing. */
export function noteRecovery(record: TrustRecord, steps: readonly RecoveryStep[]): TrustRecord {
  const kept = steps.slice(-STORY_STEPS_MAX);
  const lastAtMs = kept.at(-1)?.atMs;
  if (lastAtMs === undefined) return record;
  const last = record.stories.at(-1);
  const repeats = last !== undefined && outlineOf(last.steps) === outlineOf(kept);
  const earlier = repeats ? record.stories.slice(0, -1) : record.stories;
  const story = { lastAtMs, count: repeats ? last.count + 1 : 1, steps: kept };
  return { ...record, stories: [...earlier, story].slice(-STORIES_MAX) };
}

/**
 * The record without what is too old to tell. Moments far ahead were noted while the clock was wrong,
 * and go too.
 */
export function freshTrust(record: TrustRecord, nowMs: number): TrustRecord {
  const isNear = (atMs: number, keptMs: number): boolean => Math.abs(nowMs - atMs) <= keptMs;
  return {
    ...record,
    sinceMs: Math.min(record.sinceMs, nowMs),
    deeds: record.deeds.filter(({ lastAtMs }) => isNear(lastAtMs, DEEDS_KEPT_MS)),
    stories: record.stories.filter(({ lastAtMs }) => isNear(lastAtMs, STORIES_KEPT_MS)),
  };
}

export function formatTrust(record: TrustRecord): string {
  return JSON.stringify(record);
}

/** Null for what is no record; a part that cannot be read costs no other. */
export function parseTrust(text: string): TrustRecord | null {
  try {
    const read = recordSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    // Not JSON: the record begins anew.
    return null;
  }
}

function isSameMatter(a: Deed, b: Deed): boolean {
  return a.kind === b.kind && a.purpose === b.purpose && a.target === b.target;
}

function isTrouble(result: DeedResult): boolean {
  return TROUBLE.some((trouble) => trouble === result);
}

function outlineOf(steps: readonly RecoveryStep[]): string {
  return steps.map(({ step, outcome }) => `${step} ${outcome}`).join(', ');
}

const instant = z.number().min(0).max(INSTANT_MAX_MS);
const count = z.number().int().min(0);

const deedsSchema = z.object({
  kind: z.enum(DEED_KINDS),
  // Why masked again: a file may be changed by anybody who can change it.
  target: z.string().min(1).transform(maskedName),
  purpose: z.enum(PURPOSES),
  result: z.enum(DEED_RESULTS),
  firstAtMs: instant,
  lastAtMs: instant,
  count,
  troubles: count,
});

const stepSchema = z
  .discriminatedUnion('step', [
    z.object({
      step: z.literal('reload'),
      outcome: z.enum(['changed', 'unchanged', 'other-account', 'gone']),
      atMs: instant,
    }),
    z.object({
      step: z.literal('settle'),
      outcome: z.enum(['published', 'dropped', 'kept']),
      atMs: instant,
    }),
    z.object({
      step: z.enum(['wait-for-codex', 'ask-codex']),
      outcome: z.enum(['renewed', 'unchanged']),
      atMs: instant,
    }),
    z.object({
      step: z.literal('refresh'),
      outcome: z.enum(['saved', 'not-saved-yet', 'adopted', 'refused', 'not-sent', 'unknown']),
      atMs: instant,
    }),
  ])
  .transform(({ atMs, ...step }): RecoveryStep => stampStep(step, atMs));

const storySchema = z.object({
  lastAtMs: instant,
  count,
  steps: z.array(stepSchema).min(1).max(STORY_STEPS_MAX),
});

const recordSchema = z.object({
  version: z.literal(1),
  sinceMs: instant,
  deeds: listOf(deedsSchema, DEEDS_MAX),
  stories: listOf(storySchema, STORIES_MAX),
}) satisfies z.ZodType<TrustRecord>;
