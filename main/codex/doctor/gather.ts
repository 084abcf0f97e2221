// Gathers what the doctor knows of this computer. Changes nothing: no lock is taken, no file is made,
// no token is sent, and the only program of Codex that runs is asked for its version.

import path from 'node:path';
import type { DoctorFacts } from '../../core/doctor/facts.ts';
import { succeed } from '../../core/failure.ts';
import { PINNED_TOKEN_ENDPOINT, tokenEndpointOf } from '../../core/provenance.ts';
import { loadConfig } from '../config-file.ts';
import { usageUrl } from '../endpoints.ts';
import { nodePorts } from '../node-ports.ts';
import { askVersion } from '../programs/codex-version.ts';
import { findInstallations } from '../programs/installations.ts';
import { createProcesses, runningCodexPrograms } from '../programs/processes.ts';
import { codexLockPaths } from '../renewal/codex-locks.ts';
import { seeOnline } from './online.ts';
import { seeOwn } from './own.ts';
import { folderFacts, lockFacts } from './places.ts';
import { seeSignIn } from './sign-in.ts';
import { addressKind, seeDesktop, seeEnvironment } from './surroundings.ts';

export interface DoctorContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly node: string;
  readonly version: string;
  readonly uid: number | null;
  readonly homeDirectory: string;
  readonly codexHome: string;
  /** By CODEX_HOME or an option, rather than the usual place. */
  readonly isHomeChosen: boolean;
  readonly plimsollHome: string;
  readonly isOnline: boolean;
  /** What stands before the folders of the system; empty but in tests. */
  readonly root: string;
}

export async function gatherFacts(context: DoctorContext): Promise<DoctorFacts> {
  const { env, platform, arch, node, version, codexHome, homeDirectory } = context;
  const nowMs = nodePorts.clock.nowMs();
  const signIn = await seeSignIn(context);
  const config = await loadConfig(nodePorts.files, codexHome);
  const locks = codexLockPaths(codexHome, signIn.look?.realPath ?? signIn.facts.path);
  const [own, home, sessions, isThere, codexLocks, programs, isCodexAlive, environment, desktop] =
    await Promise.all([
      seeOwn({ ...context, look: signIn.look, nowMs }),
      folderFacts(codexHome, platform),
      folderFacts(path.join(codexHome, 'sessions'), platform),
      nodePorts.files.lstat(path.join(codexHome, 'config.toml')).then(yes, no),
      Promise.all([locks.home, locks.file].map((file) => lockFacts(file, platform))),
      findInstallations(context, {
        askVersion: (program) => askVersion(program, homeDirectory),
        running: () => runningCodexPrograms(context),
      }),
      createProcesses(context).isCodexAlive(codexHome),
      seeEnvironment(env),
      seeDesktop(env, platform),
    ]);
  const tokenUrl = env.CODEX_REFRESH_TOKEN_URL_OVERRIDE;
  const endpoint = signIn.look === null ? PINNED_TOKEN_ENDPOINT : tokenEndpointOf(signIn.look.text);
  const online = context.isOnline
    ? await seeOnline({
        ...context,
        tokenUrl: tokenUrl ?? endpoint.url,
        usageUrl: config.ok ? usageUrl(config.value.baseUrl) : null,
        isToldToWait: own.ledger.toldUntilMs !== null,
      })
    : null;
  return {
    nowMs,
    machine: { version, platform, arch, node },
    home: { ...home, isChosen: context.isHomeChosen },
    sessions,
    config: { isThere, result: config.ok ? succeed(configFacts(config.value)) : config },
    auth: signIn.facts,
    ...{ programs, isCodexAlive, codexLocks, own, environment, desktop, online },
  };
}

function configFacts(config: {
  readonly store: 'file' | 'keyring' | 'auto' | 'ephemeral';
  readonly customProvider: string | null;
  readonly baseUrl: string;
}) {
  const { store, customProvider, baseUrl } = config;
  return { store, hasCustomProvider: customProvider !== null, base: addressKind(baseUrl) };
}

const yes = (): boolean => true;
const no = (): boolean => false;
