// `plimsoll doctor`: what a support thread would ask, as text or as the object of contract.md §6. Exit 2
// if there is a problem, else 0; changes nothing, and its output can be pasted anywhere.

import { realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { type DoctorContext, gatherFacts } from '../codex/doctor/gather.ts';
import type { Privacy } from '../core/doctor/privacy.ts';
import { examine, formatDoctor, hasProblem } from '../core/doctor/report.ts';
import type { Terminal } from '../core/report-text.ts';
import { EXIT_CODES } from './exit-codes.ts';

export interface DoctorCommand {
  readonly context: DoctorContext;
  readonly json: boolean;
  /** Null when the output goes elsewhere. */
  readonly terminal: Terminal | null;
  readonly print: (text: string) => void;
}

export async function runDoctor({
  context,
  json,
  terminal,
  print,
}: DoctorCommand): Promise<number> {
  const report = examine(await gatherFacts(context), privacyOf(context));
  print(json ? JSON.stringify(report, null, 2) : formatDoctor(report, terminal));
  return hasProblem(report) ? EXIT_CODES.act : 0;
}

function privacyOf({ env, homeDirectory }: DoctorContext): Privacy {
  const names = [
    ...[env.USER, env.LOGNAME, env.USERNAME].flatMap((name) => name ?? []),
    path.basename(homeDirectory),
    attempt(() => userInfo().username) ?? '',
  ];
  const real = attempt(() => realpathSync(homeDirectory)) ?? homeDirectory;
  return { homes: [homeDirectory, real], names: [...new Set(names)] };
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    // A user without a name, or a home that is not there.
    return null;
  }
}
