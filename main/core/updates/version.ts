// Which of two versions is newer, for versions as we give them: X.Y.Z, perhaps with a pre-release
// behind a hyphen. Anything else is no version, and never newer than one.
// Source: semver.org 2.0.0 §9 and §11, documented. Build metadata is not ours, and refused.

interface Version {
  readonly numbers: readonly number[];
  /** Empty for a release. */
  readonly pre: readonly string[];
}

/** More is no version of ours, and would not fit into the line that tells of it. */
const VERSION_MAX_LENGTH = 32;
const NUMBER = '(0|[1-9]\\d{0,5})';
const PART = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${PART}(?:\\.${PART})*))?$`);

export function isVersion(text: string): boolean {
  return parseVersion(text) !== null;
}

/** False also where either is no version. */
export function isNewer(text: string, than: string): boolean {
  const [one, other] = [parseVersion(text), parseVersion(than)];
  return one !== null && other !== null && compare(one, other) > 0;
}

function parseVersion(text: string): Version | null {
  if (text.length > VERSION_MAX_LENGTH) return null;
  const match = VERSION.exec(text);
  if (match === null) return null;
  return { numbers: match.slice(1, 4).map(Number), pre: match[4]?.split('.') ?? [] };
}

function compare(a: Version, b: Version): number {
  const byNumbers = a.numbers.map((number, at) => number - (b.numbers[at] ?? 0));
  return byNumbers.find((difference) => difference !== 0) ?? comparePre(a.pre, b.pre);
}

/** What comes before a release is older than it; of two, the first part that differs decides. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const differing = a.findIndex((part, at) => part !== b[at]);
  if (differing < 0) return a.length - b.length;
  const [one, other] = [a[differing], b[differing]];
  return one === undefined || other === undefined ? a.length - b.length : comparePart(one, other);
}

/** Numbers by size and before words. Why by length first: they may be longer than a number holds. */
function comparePart(a: string, b: string): number {
  const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  if (isNumber && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
