// Paths as the doctor says them: without the person's home, name or address, so that a report can be
// pasted where everybody reads it. Everything a report says about a place goes through here.

export interface Privacy {
  /** The person's own home folders, as the system and its links name them. */
  readonly homes: readonly string[];
  /** What the person is called on this computer. */
  readonly names: readonly string[];
}

const PATH_MAX_LENGTH = 160;
/** Source: where Linux, macOS, Windows and its Linux keep homes. */
const OTHER_HOME =
  /^(?:\/(?:home|Users|var\/home|export\/home|usr\/home)|(?:[A-Za-z]:|\/mnt\/[a-z])\/Users)\/[^/]+/;
const EMAIL = /[^\s/@]+@[^\s/@]+\.[A-Za-z]{2,}/g;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** Long enough to be somebody's id or a piece of a token. */
const LONG_RUN = /[A-Za-z0-9_-]{32,}/g;

/** Names that are nobody's; without them a folder of Codex would have no name on many servers. */
const IMPERSONAL = ['root', 'codex', 'node', 'user', 'admin', 'ubuntu', 'runner', 'vscode'];

/** A path with slashes: own homes as `~`, those of others as `~other`, nobody's name in the rest. */
export function showPath(path: string, { homes, names }: Privacy): string {
  const slashed = path.replaceAll('\\', '/');
  const own = homes
    .map((home) => home.replaceAll('\\', '/').replace(/\/+$/, ''))
    .filter((home) => home !== '')
    .toSorted((a, b) => b.length - a.length)
    .find((home) => slashed === home || slashed.startsWith(`${home}/`));
  const rest =
    own === undefined ? slashed.replace(OTHER_HOME, '~other') : `~${slashed.slice(own.length)}`;
  return withoutNames(rest, names)
    .replace(/^\/\/[^/]+/, '//<host>')
    .replace(EMAIL, '<e-mail>')
    .replace(UUID, '<id>')
    .replace(LONG_RUN, '<id>')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
    .slice(0, PATH_MAX_LENGTH);
}

/** Only as a word of its own: somebody may be called like a part of a program's name. */
function withoutNames(path: string, names: readonly string[]): string {
  return names.reduce((text, name) => {
    if (name === '' || IMPERSONAL.includes(name.toLowerCase())) return text;
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const word = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu');
    return text.replace(word, '<user>');
  }, path);
}
