// From the npm package's launcher (bin/codex.js) to the native program that it would start, by the
// launcher's own rule, without starting it.
// Source: bin/codex.js of @openai/codex 0.169.0; older releases kept the program in their own package.

import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { nativePackage } from '../../core/codex-programs.ts';

export interface NativeProgram {
  readonly program: string;
  /** As the package says it, "0.169.0-linux-x64"; null if it does not. */
  readonly version: string | null;
}

/** Null if the native program is not there: npm was told to leave optional packages out, mostly. */
export async function nativeProgramOf(
  launcher: string,
  { platform, arch }: { readonly platform: string; readonly arch: string },
): Promise<NativeProgram | null> {
  const wanted = nativePackage(platform, arch);
  if (wanted === null) return null;
  const own = path.posix.dirname(path.posix.dirname(launcher));
  const packages = [
    ...ancestors(own).map((folder) => `${folder}/node_modules/${wanted.name}`),
    own,
  ];
  for (const folder of packages) {
    for (const file of wanted.programs) {
      const program = await realpath(`${folder}/${file}`).catch(() => null);
      if (program === null) continue;
      return { program, version: (await versionOf(folder)) ?? (await versionOf(own)) };
    }
  }
  return null;
}

/** The folder and all above it, as Node looks for packages. */
function ancestors(folder: string): readonly string[] {
  const above = path.posix.dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

async function versionOf(folder: string): Promise<string | null> {
  try {
    const { version } = Object(JSON.parse(await readFile(`${folder}/package.json`, 'utf8')));
    return typeof version === 'string' ? version : null;
  } catch {
    // No package, or none of npm's.
    return null;
  }
}
