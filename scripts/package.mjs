// `npm run package`: decides what can be made on this system, prepares what travels along, and has
// electron-builder make it. What must be left out is said in one line each, and never tried.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { log } from './bootstrap.mjs';
import { writeCompletions } from './package/completion.mjs';
import { writeLegal } from './package/legal.mjs';
import { run } from './processes.mjs';
import { ensureSystem, isOnPath, whereOnPath } from './system.mjs';

const PLATFORM_SWITCHES = [
  '--linux',
  '-l',
  '--mac',
  '-m',
  '-o',
  '--macos',
  '--win',
  '-w',
  '--windows',
];
/** Any one of these groups lets Apple look at what was made. Source: electron-builder's documentation. */
const NOTARY_GROUPS = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN_PROFILE'],
];
const INSTALLED_COMMAND = '/opt/Plimsoll/resources/command/plimsoll';

/** Resolves with an exit code. Everything after `--` goes to electron-builder as it is. */
export async function pack({ root, electron, env, rest }) {
  const isTrial = electron.source !== 'official';
  prepareCompany({ root, electron });
  const tools = packagingTools({ isTrial });
  const targets = wantsOwnTargets(rest) ? [] : targetsHere({ isTrial });
  const args = [
    ...['--config', 'electron-builder.yml', '--publish', 'never'],
    ...runtimeSwitches({ electron, isTrial }),
    ...targets,
    ...rest,
  ];
  const builder = path.join(root, 'node_modules', '.bin', 'electron-builder');
  const code = await run(builder, args, { env: { ...env, ...tools }, cwd: root });
  if (code === 0 && isTrial) {
    log(
      `for trying only, never for giving away: Electron ${electron.version} (${electron.source})`,
    );
  }
  return code;
}

function wantsOwnTargets(rest) {
  return rest.some((word) => word === '--dir' || PLATFORM_SWITCHES.includes(word));
}

/** The notices, the bill of materials, the completions and the link on the PATH, into out/package. */
function prepareCompany({ root, electron }) {
  const folder = path.join(root, 'out', 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeLegal({ root, folder, electronVersion: electron.version });
  const command = path.join(root, 'out', 'main', 'cli.js');
  const usage = execFileSync(process.execPath, [command, '--help'], { encoding: 'utf8' });
  writeCompletions({ usage, folder: path.join(folder, 'completions') });
  if (process.platform !== 'win32') {
    symlinkSync(INSTALLED_COMMAND, path.join(folder, 'plimsoll'));
  }
}

/** The system's own tools instead of downloads, where it has them. */
function packagingTools({ isTrial }) {
  if (process.platform !== 'linux') return {};
  // Why only then: elsewhere electron-builder may download its own.
  if (isTrial) ensureSystem({ exe: null, programs: { '7za': 'p7zip-full' }, fonts: false, log });
  const sevenZip = whereOnPath('7za');
  const fpm = path.join(import.meta.dirname, 'package', 'fpm.mjs');
  return {
    ...(sevenZip === null ? {} : { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }),
    ...(isOnPath('dpkg-deb') ? { CUSTOM_FPM_PATH: fpm } : {}),
  };
}

function targetsHere({ isTrial }) {
  if (process.platform === 'darwin') return macTargets();
  if (process.platform === 'win32') return ['--win', 'nsis', 'portable'];
  const leftOut = [];
  // Why no attempt: its tool comes from where the official Electron comes from.
  if (isTrial) leftOut.push(['AppImage', 'its tool is a download, and downloads do not work here']);
  if (isTrial && !isOnPath('dpkg-deb')) leftOut.push(['deb', 'there is no dpkg-deb here']);
  if (!isOnPath('rpmbuild'))
    leftOut.push(['rpm', "there is no rpmbuild here (Debian's package rpm)"]);
  for (const [target, why] of leftOut) log(`${target} is left out: ${why}`);
  const names = leftOut.map(([target]) => target);
  const all = ['AppImage', 'deb', 'rpm', 'tar.gz', 'zip'];
  return ['--linux', ...all.filter((target) => !names.includes(target))];
}

function macTargets() {
  const { env } = process;
  const isComplete = NOTARY_GROUPS.some((group) => group.every((name) => env[name]));
  if (isComplete) log('Apple is asked to notarise what is made');
  else log('not notarised, because the environment holds no credentials for it');
  return ['--mac', 'dmg', 'zip', '--universal'];
}

/** A universal app is made of two Electrons, so electron-builder fetches them itself on a Mac. */
function runtimeSwitches({ electron, isTrial }) {
  const version = `-c.electronVersion=${electron.version}`;
  if (process.platform === 'darwin' && !isTrial) return [version];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in.
  const name = '${name}-${version}-trial-${arch}.${ext}';
  return [
    ...[`-c.electronDist=${electron.dist}`, version],
    ...(isTrial ? [`-c.artifactName=${name}`] : []),
  ];
}
