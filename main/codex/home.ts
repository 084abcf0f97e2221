// Which folders count: Codex's home and Plimsoll's own. Follows Codex's own rule for CODEX_HOME.
// Never creates or changes anything in Codex's home.

import path from 'node:path';

export interface HomeContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
}

/** CODEX_HOME unless blank, else ~/.codex; `~` is not expanded. Source: reading-rules.md rule 27. */
export function codexHome({ env, homeDirectory }: HomeContext): string {
  const set = env.CODEX_HOME;
  if (set !== undefined && set.trim() !== '') return path.resolve(set);
  return path.join(homeDirectory, '.codex');
}

/** The folder of settings, readings, ledger and logs, shared by app and command. */
export function plimsollHome({ env, platform, homeDirectory }: HomeContext): string {
  const set = env.PLIMSOLL_HOME;
  if (set !== undefined && set.trim() !== '') return path.resolve(set);
  if (platform === 'darwin') {
    return path.join(homeDirectory, 'Library', 'Application Support', 'Plimsoll');
  }
  if (platform === 'win32') {
    const roaming = env.APPDATA ?? path.join(homeDirectory, 'AppData', 'Roaming');
    return path.join(roaming, 'Plimsoll');
  }
  const config = env.XDG_CONFIG_HOME;
  const base = config !== undefined && path.isAbsolute(config) ? config : null;
  return path.join(base ?? path.join(homeDirectory, '.config'), 'Plimsoll');
}
