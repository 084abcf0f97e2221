// Where installers put Codex, and what a path, a package or a small script tells about one. Pure;
// codex/installations.ts looks on the disk. Paths go with slashes, which Windows takes as well.

/** The file that was found, before anything is followed. */
export type ProgramForm =
  /** A program of this system. */
  | 'native'
  /** The launcher of the npm package, whose native program lies in a package beside it. */
  | 'npm'
  /** Somebody's own script: a version manager's or the person's. */
  | 'script'
  /** A version manager's program under Codex's name. */
  | 'shim';

export type ProgramProblem =
  | 'broken-link'
  | 'not-a-file'
  | 'not-executable'
  | 'unreadable'
  | 'other-owner'
  | 'writable-by-others'
  | 'no-native-program';

export interface CodexInstallation {
  /** As PATH or the usual place names it. */
  readonly foundAt: string;
  readonly onPath: boolean;
  /** Null where that could not be told. */
  readonly form: ProgramForm | null;
  /** What may be started: the native program with its links resolved, or the script; else null. */
  readonly program: string | null;
  readonly version: string | null;
  /** Null where the system does not tell, or nobody asked. */
  readonly isRunning: boolean | null;
  readonly problem: ProgramProblem | null;
}

export interface SearchContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeDirectory: string;
  /** What stands before the folders of the system; empty but in tests. */
  readonly root: string;
}

/** The names that `codex` may have in a folder of PATH, in the order in which they count. */
export function programNames(platform: string): readonly string[] {
  return platform === 'win32' ? ['codex.exe', 'codex.cmd'] : ['codex'];
}

/** The folders of PATH; relative ones would mean another place in every folder. */
export function pathFolders({ env, platform }: SearchContext): readonly string[] {
  const isWindows = platform === 'win32';
  const text = env.PATH ?? (isWindows ? env.Path : undefined) ?? '';
  const isAbsolute = isWindows ? /^(?:[A-Za-z]:[\\/]|[\\/])/ : /^\//;
  const folders = text.split(isWindows ? ';' : ':').map((folder) => folder.replace(/[\\/]+$/, ''));
  return [...new Set(folders.filter((folder) => isAbsolute.test(folder)))];
}

/**
 * Program files at the usual places; `*` stands for one name, newest first.
 * Source: the documentation of each package manager; the app bundles, %LOCALAPPDATA%\OpenAI and the
 * extensions as people report them in issue threads, not verified.
 */
export function usualPlaces(context: SearchContext): readonly string[] {
  return context.platform === 'win32' ? windowsPlaces(context) : unixPlaces(context);
}

function unixPlaces({ env, platform, homeDirectory: home, root }: SearchContext): string[] {
  const isMac = platform === 'darwin';
  const data = env.XDG_DATA_HOME || `${home}/.local/share`;
  const folders = [
    ...(env.npm_config_prefix ? [`${env.npm_config_prefix}/bin`] : []),
    ...[`${home}/.local/bin`, `${home}/.npm-global/bin`, `${home}/.npm-packages/bin`],
    ...[`${root}/opt/homebrew/bin`, `${root}/usr/local/bin`, `${root}/usr/bin`],
    ...(isMac ? [] : [`${root}/home/linuxbrew/.linuxbrew/bin`, `${root}/snap/bin`]),
    `${env.NVM_DIR || `${home}/.nvm`}/versions/node/*/bin`,
    `${env.FNM_DIR || (isMac ? `${home}/Library/Application Support/fnm` : `${data}/fnm`)}/node-versions/*/installation/bin`,
    `${env.ASDF_DATA_DIR || `${home}/.asdf`}/installs/nodejs/*/bin`,
    ...['node', 'codex', 'npm-openai-codex'].map(
      (tool) => `${env.MISE_DATA_DIR || `${data}/mise`}/installs/${tool}/*/bin`,
    ),
    `${env.VOLTA_HOME || `${home}/.volta`}/tools/image/packages/@openai/codex/bin`,
    ...[`${home}/.nodenv/versions/*/bin`, `${env.N_PREFIX || `${home}/n`}/bin`],
    env.PNPM_HOME || (isMac ? `${home}/Library/pnpm` : `${data}/pnpm`),
    ...[`${env.BUN_INSTALL || `${home}/.bun`}/bin`, `${home}/.yarn/bin`],
    `${home}/.config/yarn/global/node_modules/.bin`,
    `${env.CARGO_HOME || `${home}/.cargo`}/bin`,
  ];
  const brewed = [`${root}/opt/homebrew`, `${root}/usr/local`].flatMap((prefix) => [
    `${prefix}/Cellar/codex/*/bin/codex`,
    `${prefix}/Caskroom/codex/*/codex*`,
  ]);
  const apps = isMac
    ? [`${root}/Applications`, `${home}/Applications`].flatMap((folder) =>
        ['ChatGPT', 'Codex'].map((app) => `${folder}/${app}.app/Contents/Resources/codex`),
      )
    : [];
  return [
    ...folders.map((folder) => `${folder}/codex`),
    ...brewed,
    ...apps,
    ...extensions(home, 'codex'),
  ];
}

function windowsPlaces({ env, homeDirectory: home }: SearchContext): string[] {
  const roaming = env.APPDATA || `${home}/AppData/Roaming`;
  const local = env.LOCALAPPDATA || `${home}/AppData/Local`;
  return [
    ...(env.npm_config_prefix ? [`${env.npm_config_prefix}/codex.cmd`] : []),
    `${roaming}/npm/codex.cmd`,
    ...[`${local}/OpenAI/Codex/bin/codex.exe`, `${local}/OpenAI/Codex/bin/*/codex.exe`],
    ...(env.NVM_HOME ? [`${env.NVM_HOME}/*/codex.cmd`] : []),
    `${roaming}/fnm/node-versions/*/installation/codex.cmd`,
    `${local}/Volta/tools/image/packages/@openai/codex/codex.cmd`,
    `${env.PNPM_HOME || `${local}/pnpm`}/codex.cmd`,
    ...[
      `${home}/.bun/bin/codex.exe`,
      `${home}/.cargo/bin/codex.exe`,
      `${home}/scoop/shims/codex.exe`,
    ],
    ...extensions(home, 'codex.exe'),
  ];
}

function extensions(home: string, name: string): string[] {
  return ['.vscode', '.vscode-insiders', '.vscode-server', '.cursor', '.windsurf'].map(
    (editor) => `${home}/${editor}/extensions/openai.chatgpt-*/bin/*/${name}`,
  );
}

/** Newest first among names that carry a version; other names by their letters. */
export function newestFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => {
    const [one, other] = [numbersOf(a), numbersOf(b)];
    const at = one.findIndex((part, place) => part !== other[place]);
    return at === -1 ? b.localeCompare(a) : (other[at] ?? -1) - (one[at] ?? -1);
  });
}

function numbersOf(name: string): readonly number[] {
  return (name.match(/\d+/g) ?? []).map(Number);
}

interface NativePackage {
  /** The npm package of this system. */
  readonly name: string;
  /** Below that package, or below the launcher's own in older releases; the first that is there. */
  readonly programs: readonly string[];
}

/**
 * Which package holds the native program; null for a system that Codex is not made for.
 * Source: the launcher of @openai/codex 0.169.0; `codex/codex` is where releases up to mid-2026 had it.
 */
export function nativePackage(platform: string, arch: string): NativePackage | null {
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[arch];
  const system = { linux: 'unknown-linux-musl', darwin: 'apple-darwin', win32: 'pc-windows-msvc' }[
    platform
  ];
  if (machine === undefined || system === undefined) return null;
  const triple = `${machine}-${system}`;
  const file = platform === 'win32' ? 'codex.exe' : 'codex';
  return {
    name: `@openai/codex-${platform}-${arch}`,
    programs: [`vendor/${triple}/bin/${file}`, `vendor/${triple}/codex/${file}`],
  };
}

/** The npm launcher that a small script starts, relative to the script unless absolute; else null. */
export function launcherNamedIn(script: string): string | null {
  const named =
    /(?:%~?dp0%?|\$\{?basedir\}?)?([^"'\s%$=]*@openai[\\/]codex[\\/]bin[\\/]codex\.js)/.exec(
      script,
    );
  const [whole = '', place] = named ?? [];
  if (place === undefined) return null;
  const isBesideScript = whole !== place;
  return place.replaceAll('\\', '/').replace(isBesideScript ? /^\/+/ : /^$/, '');
}

/** Whether the beginning of a file is that of a program for some system, rather than a script. */
export function isNativeCode(start: Uint8Array): boolean {
  const magic = [...start.subarray(0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return /^(?:7f454c46|cffaedfe|cefaedfe|feedfac[ef]|cafebabe|4d5a)/.test(magic);
}

/** The version out of a package's "0.169.0-linux-x64" or what `--version` says; else null. */
export function readVersion(text: string): string | null {
  const found = /\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[\w.]*)?/.exec(text.slice(0, 200));
  return found?.[0] ?? null;
}

/** The version that Homebrew wrote into the path. */
export function versionInPath(path: string): string | null {
  const version = /\/(?:Cellar|Caskroom)\/codex\/([^/]+)\//.exec(path)?.[1];
  return version === undefined ? null : readVersion(version);
}

export type SavingWay = 'in-place' | 'one-lock' | 'atomic';

/** How a release saves auth.json; null if the version is not known. Source: codex-protocol.md §8. */
export function savingWayOf(version: string | null): SavingWay | null {
  const [major, minor] = numbersOf(version ?? '');
  if (major === undefined || minor === undefined) return null;
  if (major > 0 || minor >= 169) return 'atomic';
  // Source: 0.166 was seen with one lock, 0.164 with none; 0.165, 0.167 and 0.168 were not looked at.
  return minor >= 166 ? 'one-lock' : 'in-place';
}
