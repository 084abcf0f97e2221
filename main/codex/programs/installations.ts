// The Codex programs on this computer: those on PATH first, then those at the usual places, each with
// its native program, or with what keeps it from being started. Only looks; starts nothing but, for a
// version that no package tells, a native program with `--version`.

import { constants } from 'node:fs';
import { access, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type CodexInstallation,
  isNativeCode,
  launcherNamedIn,
  newestFirst,
  type ProgramForm,
  type ProgramProblem,
  pathFolders,
  programNames,
  readVersion,
  type SearchContext,
  usualPlaces,
  versionInPath,
} from '../../core/codex-programs.ts';
import { fail, type Result, succeed } from '../../core/failure.ts';
import { nativeProgramOf } from './npm-launcher.ts';

const SCRIPT_MAX_BYTES = 16 * 1024;
const PLACES_MAX = 200;

export interface InstallationContext extends SearchContext {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Our own user; null where the system has none. */
  readonly uid: number | null;
}

export interface InstallationQuestions {
  /** Asks a native program that is safe to start; null where it does not say. */
  readonly askVersion: (program: string) => Promise<string | null>;
  /** The programs that run now; null where the system does not tell. */
  readonly running: () => Promise<readonly string[] | null>;
}

/** Every Codex, those on PATH first; one program counts once, where it was found first. */
export async function findInstallations(
  context: InstallationContext,
  { askVersion, running }: InstallationQuestions,
): Promise<readonly CodexInstallation[]> {
  const [found, programs] = await Promise.all([locate(context), running()]);
  return Promise.all(
    found.map(async ({ version, ...rest }): Promise<CodexInstallation> => {
      const { program, form } = rest;
      const isAsked = version === null && program !== null && form === 'native';
      return {
        ...rest,
        version: isAsked ? await askVersion(program) : version,
        isRunning: program === null || programs === null ? null : programs.includes(program),
      };
    }),
  );
}

/** The program to start, as `codex` on a command line would be chosen; null if there is none. */
export async function findProgram(context: InstallationContext): Promise<string | null> {
  return (await locate(context)).find(({ program }) => program !== null)?.program ?? null;
}

type Located = Omit<CodexInstallation, 'isRunning'>;

async function locate(context: InstallationContext): Promise<readonly Located[]> {
  const onPath = pathFolders(context).flatMap((folder) =>
    programNames(context.platform).map((name) => `${folder}/${name}`),
  );
  const usual = (await Promise.all(usualPlaces(context).map(expand))).flat();
  const files = [...new Set([...onPath, ...usual])].slice(0, PLACES_MAX);
  const looked = await Promise.all(files.map((file) => lookAt(context, file)));
  const seen = new Set<string>();
  return looked.flatMap((each, at) => {
    if (each === null || seen.has(each.realPath)) return [];
    seen.add(each.realPath);
    return { ...each.found, onPath: at < onPath.length };
  });
}

/** The files that a pattern with `*` names, newest first. */
async function expand(pattern: string): Promise<readonly string[]> {
  const [before = '', ...rest] = pattern.split(/\/(?=[^/]*\*)/);
  if (rest.length === 0) return [pattern];
  const [first = '', ...after] = rest.join('/').split('/');
  const [prefix = '', suffix = ''] = first.split('*');
  const names = await readdir(before).catch((): string[] => []);
  const fits = names.filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
  const files = newestFirst(fits).map((name) => [before, name, ...after].join('/'));
  return (await Promise.all(files.map(expand))).flat();
}

interface LookedAt {
  /** By what it is told from others. */
  readonly realPath: string;
  readonly found: Omit<Located, 'onPath'>;
}

/** Null if there is nothing of that name. */
async function lookAt(context: InstallationContext, foundAt: string): Promise<LookedAt | null> {
  const nothing = { foundAt, form: null, program: null, version: null } as const;
  const file = await resolve(foundAt);
  if (!file.ok) {
    if (file.failure === null) return null;
    return { realPath: foundAt, found: { ...nothing, problem: file.failure } };
  }
  const followed = await follow(context, foundAt, file.value);
  if (!followed.ok) {
    return { realPath: file.value, found: { ...nothing, form: 'npm', problem: followed.failure } };
  }
  const { form, program, version } = followed.value;
  const problem = await unfitness(context, program);
  const startable = problem === null ? program : null;
  const identity = form === 'shim' ? foundAt : program;
  return { realPath: identity, found: { foundAt, form, version, program: startable, problem } };
}

async function resolve(file: string): Promise<Result<string, ProgramProblem | null>> {
  try {
    return succeed((await realpath(file)).replaceAll(path.sep, '/'));
  } catch {
    const isThere = await isListed(file);
    return fail(isThere ? 'broken-link' : null);
  }
}

/** Whether the folder has such a name, whatever it leads to. */
async function isListed(file: string): Promise<boolean> {
  const names = await readdir(path.dirname(file)).catch((): string[] => []);
  return names.includes(path.basename(file));
}

interface Followed {
  readonly form: ProgramForm;
  readonly program: string;
  readonly version: string | null;
}

async function follow(
  context: InstallationContext,
  foundAt: string,
  realPath: string,
): Promise<Result<Followed, ProgramProblem>> {
  const start = await beginningOf(realPath);
  if (isNativeCode(start)) {
    const isOwn = /^codex/i.test(path.posix.basename(realPath));
    if (!isOwn) return succeed({ form: 'shim', program: foundAt, version: null });
    return succeed({ form: 'native', program: realPath, version: versionInPath(realPath) });
  }
  const launcher = await launcherOf(realPath, Buffer.from(start).toString('utf8'));
  if (launcher !== null) {
    const native = await nativeProgramOf(launcher, context);
    if (native === null) return fail('no-native-program');
    const version = native.version === null ? null : readVersion(native.version);
    return succeed({ form: 'npm', program: native.program, version });
  }
  // Why: nothing but a shell runs such a file, and we start none.
  if (context.platform === 'win32' && !realPath.endsWith('.exe')) return fail('no-native-program');
  return succeed({ form: 'script', program: realPath, version: null });
}

/** The npm launcher that this file is, or starts; null if it is none. */
async function launcherOf(realPath: string, text: string): Promise<string | null> {
  if (path.posix.basename(realPath) === 'codex.js') return realPath;
  const named = launcherNamedIn(text);
  if (named === null) return null;
  const launcher = path.isAbsolute(named) ? named : `${path.posix.dirname(realPath)}/${named}`;
  return realpath(launcher).catch(() => path.posix.normalize(launcher));
}

/** Empty for what cannot be read. */
async function beginningOf(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(SCRIPT_MAX_BYTES),
        0,
        SCRIPT_MAX_BYTES,
        0,
      );
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    // A folder, or not for us: what it is, the next look says.
    return new Uint8Array();
  }
}

/** Why a file must not be started; null if it may. Source: reliability.md §8. */
async function unfitness(
  { platform, uid }: InstallationContext,
  program: string,
): Promise<ProgramProblem | null> {
  try {
    const found = await stat(program);
    if (!found.isFile()) return 'not-a-file';
    // Why: modes and owners as Node tells them mean nothing on Windows.
    if (platform === 'win32') return null;
    if (found.uid !== uid && found.uid !== 0) return 'other-owner';
    if ((found.mode & 0o022) !== 0) return 'writable-by-others';
    if ((found.mode & 0o111) === 0) return 'not-executable';
    const folder = await stat(path.dirname(program));
    // Why: who may write the folder may put another file there; the sticky bit keeps them from it.
    if ((folder.mode & 0o1002) === 0o002) return 'writable-by-others';
  } catch {
    return 'unreadable';
  }
  return access(program, constants.X_OK).then(
    () => null,
    () => 'not-executable',
  );
}
