// Where a round of killing happens, and what is judged there after every kill: the sign-in, the
// journal and the folder, on the disk and at the server.

import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JOURNAL_NAME } from '../../main/codex/renewal/journal-file.ts';
import { TEMP_NAME } from '../../main/codex/renewal/temp-file.ts';
import { codexRefusal } from '../../main/core/codex-rules.ts';
import { parseGrant } from '../../main/core/grant.ts';
import { parseJournal } from '../../main/core/journal.ts';
import type { StandIn } from '../stand-in/server.ts';

export interface Place {
  readonly folder: string;
  readonly codexHome: string;
  readonly plimsollHome: string;
  /** Where auth.json really is. */
  readonly realFolder: string;
  /** The refresh token of the stale sign-in. */
  readonly parent: string;
  readonly standIn: StandIn;
}

const OURS = new Set([JOURNAL_NAME, 'auth.json.plimsoll.lock', 'auth.lock', 'auth.json.lock']);
const CODEX_OWN = new Set(['auth.json', 'config.toml', 'elsewhere']);
const EXTRA_KEY = '"kept_by_us": [1e3, "caf\\u00e9"]';

/** A stale sign-in in a home of its own; linked from elsewhere if wanted. */
export async function makePlace(
  below: string,
  standIn: StandIn,
  { linked }: { readonly linked: boolean },
): Promise<Place> {
  const folder = await mkdtemp(path.join(below, 'plimsoll-kill-'));
  const codexHome = path.join(folder, 'codex');
  const realFolder = linked ? path.join(codexHome, 'elsewhere') : codexHome;
  await mkdir(realFolder, { recursive: true, mode: 0o700 });
  const config = `chatgpt_base_url = "${standIn.baseUrl}"\n`;
  await writeFile(path.join(codexHome, 'config.toml'), config);
  const { authJson, refreshToken: parent } = standIn.signIn({ firstAccessLifetimeMs: 0 });
  const text = authJson.replace('{', `{\n  ${EXTRA_KEY},`);
  await writeFile(path.join(realFolder, 'auth.json'), text, { mode: 0o600 });
  if (linked) await symlink('elsewhere/auth.json', path.join(codexHome, 'auth.json'));
  const plimsollHome = path.join(folder, 'plimsoll');
  return { folder, codexHome, plimsollHome, realFolder, parent, standIn };
}

export async function removePlace({ folder }: Place): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export interface Judged {
  /** What must never be seen; empty if all is well. */
  readonly wrong: readonly string[];
  readonly journals: number;
  readonly temps: number;
  /** A whole answer is in the journal. */
  readonly isJournaled: boolean;
  readonly hasParent: boolean;
  /** The server would take the refresh token on the disk. */
  readonly isAlive: boolean;
  /** The server has taken the parent, so that only its answer has the next one. */
  readonly isSpent: boolean;
}

/** Looks at everything that a dead or ended process left. */
export function judge(place: Place): Judged {
  const { realFolder, codexHome, parent, standIn } = place;
  const text = readFileSync(path.join(codexHome, 'auth.json'), 'utf8');
  const names = readdirSync(realFolder);
  const temps = names.filter((name) => TEMP_NAME.test(name));
  const journals = names.filter((name) => name === JOURNAL_NAME);
  const refusal = wrongDocument(text);
  // Why: what is not whole is told as such, and not as a crash of the judge.
  const token = refusal.length > 0 ? null : refreshTokenIn(text);
  const all = standIn.tokens.presentations();
  const twice = Object.keys(all).filter((label) => (all[label] ?? 0) > 1);
  return {
    wrong: [
      ...refusal,
      ...wrongFolder(place, names),
      ...(temps.length > 1 ? [`${temps.length} temp files`] : []),
      ...twice.map((label) => `${label} was presented twice`),
      ...standIn.violations.map(({ what }) => what),
    ],
    journals: journals.length,
    temps: temps.length,
    isJournaled: journals.length > 0 && isWhole(path.join(realFolder, JOURNAL_NAME)),
    hasParent: token === parent,
    isAlive: token !== null && standIn.tokens.inspect(token).state === 'live',
    isSpent: standIn.tokens.inspect(parent).state !== 'live',
  };
}

function wrongDocument(text: string): readonly string[] {
  const refusal = codexRefusal(text);
  if (refusal !== null) return [`Codex would refuse auth.json: ${refusal}`];
  return text.includes(EXTRA_KEY) ? [] : ['a key of auth.json was lost'];
}

function wrongFolder({ realFolder, codexHome }: Place, names: readonly string[]): string[] {
  const strangers = names.filter(
    (name) => !OURS.has(name) && !CODEX_OWN.has(name) && !TEMP_NAME.test(name),
  );
  const wide = names.filter((name) => {
    const { mode } = lstatSync(path.join(realFolder, name));
    return name !== 'config.toml' && name !== 'elsewhere' && (mode & 0o777) !== 0o600;
  });
  const isMoved = realpathSync(path.join(codexHome, 'auth.json')) !== realAuth(realFolder);
  return [
    ...strangers.map((name) => `${name} is none of ours`),
    ...wide.map((name) => `${name} is not 0600`),
    ...(isMoved ? ['auth.json is not where it was'] : []),
  ];
}

function realAuth(realFolder: string): string {
  return path.join(realpathSync(realFolder), 'auth.json');
}

function isWhole(journal: string): boolean {
  const read = parseJournal(readFileSync(journal, 'utf8'));
  if (read.state !== 'received') return false;
  return (parseGrant(read.answer)?.refreshToken ?? null) !== null;
}

function refreshTokenIn(text: string): string | null {
  const token: unknown = JSON.parse(text)?.tokens?.refresh_token;
  return typeof token === 'string' ? token : null;
}
