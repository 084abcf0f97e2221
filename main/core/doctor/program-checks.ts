// The checks of the Codex programs on this computer: which there are, whether one can be started to
// renew, which of them are old enough to lose a renewal, and whether one is running.

import { type CodexInstallation, type ProgramProblem, savingWayOf } from '../codex-programs.ts';
import { type Check, note, ok, problem } from './check.ts';
import type { DoctorFacts } from './facts.ts';
import type { Show } from './file-checks.ts';
import { counted, listed } from './text.ts';

/** More would bury the rest of the report. */
const NAMED_MAX = 4;

export function programChecks(facts: DoctorFacts, show: Show): readonly Check[] {
  return [programCheck(facts, show), versionsCheck(facts, show), runningCheck(facts)];
}

const PROBLEMS: Record<ProgramProblem, string> = {
  'broken-link': 'is a link to nothing',
  'not-a-file': 'is no file',
  'not-executable': 'is not executable',
  unreadable: 'may not be read by you',
  'other-owner': 'belongs to another user',
  'writable-by-others': 'can be changed by other users, it or its folder',
  'no-native-program': 'is a launcher without its program',
};

function programCheck({ programs, own }: DoctorFacts, show: Show): Check {
  const id = 'codex-program';
  const usable = programs.filter(({ program }) => program !== null);
  const [broken] = programs.filter(({ problem: wrong }) => wrong !== null);
  const isNeeded = own.renewal === 'codex';
  if (usable.length === 0) {
    const finding =
      broken === undefined
        ? 'No Codex program was found on PATH or at the usual places.'
        : `${describeBroken(broken, show)}, and no other Codex was found.`;
    const remedy = `Install Codex anew (\`npm install -g @openai/codex\`)${isNeeded ? ', or let Plimsoll renew in the settings' : ''}.`;
    if (isNeeded) {
      const told = `${finding} The settings let Codex renew the sign-in, so nobody does.`;
      return problem(id, { cause: 'codex-missing', finding: oneSentence(told), remedy });
    }
    return note(id, {
      cause: broken === undefined ? 'codex-absent' : 'codex-broken',
      finding,
      remedy,
    });
  }
  if (broken?.onPath === true) {
    return note(id, {
      cause: 'codex-broken',
      finding: `${describeBroken(broken, show)}; ${describe(usable[0], show)} is used instead.`,
      remedy: 'Remove it, or install that Codex anew.',
    });
  }
  const named = usable.slice(0, NAMED_MAX).map((each) => describe(each, show));
  const more = usable.length - named.length;
  return ok(id, `Found ${listed(more > 0 ? [...named, `${more} more`] : named)}.`);
}

/** Why: a finding is one sentence; two that belong together are joined. */
function oneSentence(text: string): string {
  return text.replace(/\. The settings/, '; the settings');
}

function describe(each: CodexInstallation | undefined, show: Show): string {
  if (each === undefined) return 'nothing';
  const { version, foundAt, form } = each;
  const kind = {
    npm: ' of npm',
    native: '',
    script: ' (a script)',
    shim: ' (of a version manager)',
  };
  return `Codex${version === null ? '' : ` ${version}`}${kind[form ?? 'native']} at ${show(foundAt)}`;
}

function describeBroken({ foundAt, problem: wrong }: CodexInstallation, show: Show): string {
  return `${show(foundAt)} ${PROBLEMS[wrong ?? 'unreadable']}`;
}

function versionsCheck({ programs }: DoctorFacts, show: Show): Check {
  const id = 'codex-versions';
  const ways = programs.map((each) => ({ each, way: savingWayOf(each.version) }));
  const old = ways
    .filter(({ way }) => way === 'in-place' || way === 'one-lock')
    .map(({ each }) => each);
  if (old.length > 0) {
    const named = listed(old.slice(0, NAMED_MAX).map((each) => describe(each, show)));
    const they = old.length === 1 ? 'it' : 'they';
    return note(id, {
      cause: 'codex-old',
      finding: `Old: ${named}; ${they} may write over a sign-in that another program has just renewed.`,
      remedy: 'Update to Codex 0.169 or newer.',
    });
  }
  const versions = [...new Set(programs.flatMap(({ version }) => version ?? []))];
  const unknown = programs.filter(({ version, program }) => version === null && program !== null);
  if (versions.length === 0 && unknown.length === 0)
    return ok(id, 'There is no version to look at.');
  if (versions.length === 0)
    return ok(id, 'The Codex that was found does not tell its version without being started.');
  return ok(
    id,
    `${listed(versions)}: Codex saves a renewed sign-in as Plimsoll does, in one step.`,
  );
}

function runningCheck({ programs, isCodexAlive }: DoctorFacts): Check {
  const id = 'codex-running';
  const running = programs.filter(({ isRunning }) => isRunning === true);
  const versions = listed([...new Set(running.flatMap(({ version }) => version ?? []))]);
  const which = versions === '' ? '' : ` (${versions})`;
  if (isCodexAlive) {
    return ok(id, `A Codex${which} is working on this home and is given a minute to renew first.`);
  }
  if (running.length === 0) return ok(id, 'No Codex is running on this home.');
  return ok(id, `${counted(running.length, 'Codex program')}${which} running, on another home.`);
}
