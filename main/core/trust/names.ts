// What a file, host or request is called on the trust page, and what it is for: tables by name.
// Whatever in a name could be a token, an id or an address of somebody is left out.

import { FEED_PATH } from '../updates/site.ts';
import type { DeedResult, Purpose } from './trust.ts';

export const NAME_MAX_LENGTH = 120;
const CUT = '…';

const CONTROLS = /[\p{Cc}\p{Cf}]/gu;
/**
 * JSON web tokens, long runs of token letters, e-mail addresses, and hashes. Each begins where a run of
 * its letters begins, so that a long name takes no longer than it is.
 */
const SECRETS = [
  /(?<![\w-])[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g,
  /(?<![\w-])(?=[A-Za-z_-]*\d)[\w-]{24,}/g,
  /(?<![^\s/\\@])[^\s/\\@]+@[^\s/\\@]+/g,
  /(?<![0-9a-z])[0-9a-f]{12,}(?![0-9a-z])/gi,
];

/** The name with everything cut out that may be secret, and not too long. */
export function maskedName(name: string): string {
  const plain = name.replace(CONTROLS, '');
  const masked = SECRETS.reduce((text, secret) => text.replace(secret, CUT), plain);
  if (masked.length <= NAME_MAX_LENGTH) return masked || CUT;
  const half = Math.floor((NAME_MAX_LENGTH - 1) / 2);
  return `${masked.slice(0, half)}${CUT}${masked.slice(-half)}`;
}

export interface Folders {
  readonly homeDirectory: string;
  readonly codexHome: string;
  readonly plimsollHome: string;
}

export interface NamedFile {
  readonly target: string;
  readonly purpose: Purpose;
  /** A file on its way to become this one. */
  readonly isTemp: boolean;
}

const TEMP_END = /\.[0-9a-f]{12}\.tmp$/;

/** Names in our own folder, by their first part. */
const OWN_NAMES: readonly (readonly [RegExp, Purpose])[] = [
  [/\.lock$/, 'own-lock'],
  [/^ledger\.json/, 'ledger'],
  [/^history/, 'history'],
  [/^readings/, 'reading'],
  [/^activity/, 'activity-index'],
  [/^settings\.json/, 'settings'],
  [/^logs/, 'log'],
  [/^trust\.json/, 'trust'],
  [/^updates\.json/, 'update-note'],
];

/** Other names, wherever they are: mostly beside the sign-in. */
const OTHER_NAMES: readonly (readonly [RegExp, Purpose])[] = [
  [/\.plimsoll\.lock$/, 'renewal-lock'],
  [/\.lock$/, 'codex-lock'],
  [/^\.plimsoll-rotation$/, 'renewal-note'],
  [/^\.plimsoll-[0-9a-f]+\.tmp$/, 'renewal-place'],
  [/^auth\.json$/, 'sign-in'],
  [/^config\.toml$/, 'codex-settings'],
  [/^plimsoll\.desktop$/, 'autostart'],
  [/^sessions$/, 'sessions'],
  // Many files that are counted go by one name.
  [/^\*\.jsonl$/, 'activity'],
];

/** A file or folder as people know it. */
export function nameFile(file: string, { homeDirectory, ...folders }: Folders): NamedFile {
  const own = below(folders.plimsollHome, file);
  const isTemp = own !== null && TEMP_END.test(own);
  const whole = isTemp ? file.replace(TEMP_END, '') : file;
  const atHome = below(homeDirectory, whole);
  const target = maskedName(atHome === null ? whole : `~${whole.slice(homeDirectory.length)}`);
  if (own !== null) return { target, purpose: ownPurpose(own.replace(TEMP_END, '')), isTemp };
  return { target, purpose: otherPurpose(file, folders.codexHome), isTemp };
}

function ownPurpose(name: string): Purpose {
  return purposeIn(OWN_NAMES, name) ?? 'own-folder';
}

function otherPurpose(file: string, codexHome: string): Purpose {
  const inside = below(codexHome, file);
  if (inside === '') return 'codex-folder';
  const [name = ''] = slashes(file).split('/').slice(-1);
  const usual = purposeIn(OTHER_NAMES, name);
  if (usual !== null) return usual;
  return inside !== null && /^sessions\//.test(inside) ? 'sessions' : 'linked';
}

function purposeIn(table: typeof OWN_NAMES, name: string): Purpose | null {
  return table.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** The path below a folder, with slashes; empty for the folder itself, null for one elsewhere. */
function below(folder: string, file: string): string | null {
  const [outer, inner] = [slashes(folder).replace(/\/+$/, ''), slashes(file)];
  if (inner === outer) return '';
  return outer !== '' && inner.startsWith(`${outer}/`) ? inner.slice(outer.length + 1) : null;
}

function slashes(file: string): string {
  return file.replaceAll('\\', '/');
}

/** What a request is for, by its method and path. */
export function requestPurpose(method: string, path: string): Purpose {
  if (method === 'POST') return 'renewal';
  if (path.endsWith('/usage')) return 'usage';
  if (path.endsWith(FEED_PATH)) return 'updates';
  return path.endsWith('/rate-limit-reset-credits') ? 'reset-list' : 'other-request';
}

/** What came of a request, by its status. */
export function resultOfStatus(status: number): DeedResult {
  if (status === 429) return 'must-wait';
  if (status >= 500) return 'server-trouble';
  return status >= 400 ? 'declined' : 'answered';
}
