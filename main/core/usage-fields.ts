// Reads single members of the usage answer, leniently. Owns what counts as a number, a text and a
// flag, and the tally of what was guessed or unreadable. Never throws and never quotes a value.

import { z } from 'zod';
import type { Confidence } from './snapshot.ts';

export type Members = Readonly<Record<string, unknown>>;

/** What an unreadable member may have held: one detail, or a limit that is now missing. */
export type Loss = 'detail' | 'limit';

/** The tally of one parse. */
export interface Doubts {
  /** Notes that something present could not be read; `issue` names the member, not its value. */
  readonly unreadable: (issue: string, loss: Loss) => void;
  /** Notes that something had to be guessed. */
  readonly guessed: () => void;
  readonly confidence: () => Confidence;
  /** The first issue that may have cost a limit; null if there was none. */
  readonly lostLimit: () => string | null;
}

/** One object of the answer, where it was found, and the tally it reports to. */
export interface Part {
  readonly members: Members;
  readonly path: string;
  readonly doubts: Doubts;
}

const TEXT_MAX_CHARACTERS = 200;
// Why: cleaning megabytes to keep 200 characters of them would be work for nothing.
const RAW_TEXT_MAX_UNITS = 2_000;
// Control, lone surrogate, line separator and bidirectional characters.
const UNSAFE_CHARACTERS =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

const NUMBER_TEXT_MAX_UNITS = 40;
const NUMBER_TEXT = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i;
const PLAIN_DECIMAL = /^-?\d+(?:\.\d+)?$/;

const objectSchema = z.custom<Members>(isObject);
const listSchema = z.custom<readonly unknown[]>(Array.isArray);
const flagSchema = z.boolean();
const textSchema = z.string().transform(cleanText);
// Invariant: finite, because zod's number is; JSON's 1e999 and the text "1e999" are refused.
const numberSchema = z
  .union([
    z.number(),
    z.string().max(NUMBER_TEXT_MAX_UNITS).regex(NUMBER_TEXT).transform(Number).pipe(z.number()),
  ])
  // Why: JSON can spell -0, which is equal to 0 but does not survive being saved.
  .transform((number) => (number === 0 ? 0 : number));
// Why: String(1e21) has an exponent; a number without a plain form counts as unreadable.
const amountSchema = z.union([
  textSchema,
  z.number().transform(String).pipe(z.string().regex(PLAIN_DECIMAL)),
]);

/** An empty tally. */
export function createDoubts(): Doubts {
  let anyUnreadable = false;
  let anyGuess = false;
  let lost: string | null = null;
  return {
    unreadable: (issue, loss) => {
      anyUnreadable = true;
      if (loss === 'limit') lost ??= issue;
    },
    guessed: () => {
      anyGuess = true;
    },
    confidence: () => (anyUnreadable ? 'partial' : anyGuess ? 'assumed' : 'exact'),
    lostLimit: () => lost,
  };
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text from the service made safe to show: no control or bidi characters, 200 at most. */
export function cleanText(text: string): string {
  const safe = text.slice(0, RAW_TEXT_MAX_UNITS).replace(UNSAFE_CHARACTERS, '');
  return [...safe.trim()].slice(0, TEXT_MAX_CHARACTERS).join('');
}

/** The number a text spells, null if it is none. */
export function numberOf(text: string): number | null {
  return numberSchema.safeParse(text).data ?? null;
}

/** A finite number, also one written as text; null if absent or unreadable. */
export function readNumber(part: Part, key: string, loss: Loss = 'detail'): number | null {
  return readMember(part, { key, schema: numberSchema, expected: 'number', loss });
}

/** Used percent: fractions and more than 100 are kept, less than 0 is 0 and a guess. */
export function readPercent(part: Part, key: string): number | null {
  const percent = readNumber(part, key);
  if (percent === null || percent > 0) return percent;
  if (percent < 0) part.doubts.guessed();
  return 0;
}

/** Text made safe to show; blank counts as absent. */
export function readText(part: Part, key: string): string | null {
  return presentOrNull(
    readMember(part, { key, schema: textSchema, expected: 'string', loss: 'detail' }),
  );
}

/** An amount as text: text as given, a number as its plain decimal; blank counts as absent. */
export function readAmount(part: Part, key: string): string | null {
  return presentOrNull(
    readMember(part, { key, schema: amountSchema, expected: 'string or number', loss: 'detail' }),
  );
}

export function readFlag(part: Part, key: string, loss: Loss = 'detail'): boolean | null {
  return readMember(part, { key, schema: flagSchema, expected: 'boolean', loss });
}

/** The object in a member, ready to be read in turn. */
export function readPart(part: Part, key: string, loss: Loss = 'limit'): Part | null {
  const members = readMember(part, { key, schema: objectSchema, expected: 'object', loss });
  return members === null ? null : { members, path: pathOf(part, key), doubts: part.doubts };
}

/** The objects in a list member, at most `max` entries of it; other entries are skipped. */
export function readParts(part: Part, key: string, max: number): readonly Part[] {
  const list = readMember(part, { key, schema: listSchema, expected: 'array', loss: 'limit' });
  if (list === null) return [];
  const path = pathOf(part, key);
  if (list.length > max)
    part.doubts.unreadable(`${path}: expected at most ${max} entries`, 'limit');
  const entries: Members = { ...list.slice(0, max) };
  return Object.keys(entries).flatMap((index) => {
    const entry = readPart({ members: entries, path, doubts: part.doubts }, index);
    return entry === null ? [] : [entry];
  });
}

interface Wanted<T> {
  readonly key: string;
  readonly schema: z.ZodType<T>;
  readonly expected: string;
  readonly loss: Loss;
}

function readMember<T>(part: Part, { key, schema, expected, loss }: Wanted<T>): T | null {
  const value = Object.hasOwn(part.members, key) ? part.members[key] : null;
  if (value === null || value === undefined) return null;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  part.doubts.unreadable(`${pathOf(part, key)}: expected ${expected}`, loss);
  return null;
}

function pathOf(part: Part, key: string): string {
  return part.path === '' ? key : `${part.path}.${key}`;
}

function presentOrNull(text: string | null): string | null {
  return text === '' ? null : text;
}
