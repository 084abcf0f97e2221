// The checks of Codex's home: the folder, config.toml, where the sign-in is kept and what kind it is.
// Each says what a person can see for themselves, and one thing to do about it.

import { assertNever, type Failure, type OtherSignIn } from '../failure.ts';
import { type Check, notChecked, note, ok, problem, type Told } from './check.ts';
import type { DoctorFacts } from './facts.ts';

export type Show = (path: string) => string;

export function fileChecks(facts: DoctorFacts, show: Show): readonly Check[] {
  return [homeCheck(facts, show), configCheck(facts), storeCheck(facts), authCheck(facts, show)];
}

function homeCheck({ home }: DoctorFacts, show: Show): Check {
  const id = 'codex-home';
  const place = show(home.path);
  const by = home.isChosen ? 'chosen by CODEX_HOME or --codex-home' : 'the usual one';
  switch (home.state) {
    case 'folder':
      return ok(id, `The Codex home is ${place}, ${by}.`);
    case 'missing':
      return problem(id, {
        cause: 'home-missing',
        finding: `The Codex home ${place}, ${by}, does not exist.`,
        remedy: home.isChosen
          ? 'Set CODEX_HOME to the folder that holds auth.json, or unset it.'
          : 'Run `codex login`, which makes it.',
      });
    case 'not-a-folder':
      return problem(id, {
        cause: 'home-missing',
        finding: `The Codex home ${place}, ${by}, is not a folder.`,
        remedy: 'Set CODEX_HOME to the folder that holds auth.json, or move the file away.',
      });
    case 'unreadable':
      return problem(id, {
        cause: 'home-unreadable',
        finding: `You may not look into the Codex home ${place}.`,
        remedy: 'Make the folder yours again, with mode 0700.',
      });
    default:
      return assertNever(home.state);
  }
}

function configCheck({ config }: DoctorFacts): Check {
  const id = 'codex-config';
  if (config.result.ok) {
    if (!config.isThere) return ok(id, 'There is no config.toml, so the defaults hold.');
    if (!config.result.value.hasCustomProvider) return ok(id, 'config.toml is readable.');
    return note(id, {
      cause: 'other-provider',
      finding: 'config.toml makes Codex talk to another provider than OpenAI.',
      remedy: 'The quota of the ChatGPT sign-in is shown all the same; look at limits there, too.',
    });
  }
  const { failure } = config.result;
  if (failure.kind === 'address-refused') {
    return problem(id, {
      cause: 'address-refused',
      finding: `The address of ${failure.setting} in config.toml is not safe, so nothing is sent there.`,
      remedy: 'Use https, or http to this computer, without a user name in the address.',
    });
  }
  const issue = failure.kind === 'config-malformed' ? failure.issue : failure.kind;
  return problem(id, {
    cause: 'config-broken',
    finding: `config.toml cannot be used (${issue}).`,
    remedy: 'Correct that line; Codex itself names it when it starts.',
  });
}

function storeCheck({ config, desktop }: DoctorFacts): Check {
  const id = 'sign-in-store';
  if (!config.result.ok) return notChecked(id, 'config.toml could not be read.');
  const { store } = config.result.value;
  const setting = `cli_auth_credentials_store is "${store}"`;
  const tool = desktop.keyringTool;
  const opener =
    tool === null
      ? ''
      : tool.isThere
        ? ` (\`${tool.name}\` is there)`
        : ` (\`${tool.name}\` is not there)`;
  if (store === 'file') return ok(id, 'Codex keeps its sign-in in auth.json.');
  if (store === 'auto') {
    return note(id, {
      cause: 'store-uncertain',
      finding: `${setting}: a sign-in in the system's keyring, if there is one, counts instead of auth.json${opener}.`,
      remedy: 'If the numbers are old or of somebody else, set it to "file" and run `codex login`.',
    });
  }
  const where = store === 'keyring' ? `in the system's keyring${opener}` : 'in memory only';
  return problem(id, {
    cause: 'store-elsewhere',
    finding: `${setting}: Codex keeps its sign-in ${where}, and Plimsoll does not open it uninvited.`,
    remedy: 'Set it to "file" in config.toml and run `codex login`.',
  });
}

function authCheck({ auth, home }: DoctorFacts, show: Show): Check {
  const id = 'auth-file';
  if (auth.result.ok) return ok(id, 'auth.json holds a ChatGPT sign-in.');
  if (home.state !== 'folder') return notChecked(id, 'There is no Codex home to look into.');
  return problem(id, authTrouble(auth.result.failure, show(auth.path)));
}

const OTHER: Record<OtherSignIn, string> = {
  bedrock: 'for Amazon Bedrock',
  'agent-identity': 'of a registered agent',
  'personal-access-token': 'by a personal access token',
  'custom-backend': 'at another provider',
  'unknown-mode': 'of a kind that this version does not know',
};
const UNREADABLE: Readonly<Record<string, string>> = {
  'not-a-file': 'is not an ordinary file',
  'not-permitted': 'may not be read by you',
  'too-large': 'is far too large',
};

function authTrouble(failure: Failure, file: string): Told {
  const remedy = 'Run `codex login`.';
  switch (failure.kind) {
    case 'auth-file-missing':
      return {
        cause: 'signed-out',
        finding: `There is no sign-in: ${file} does not exist.`,
        remedy,
      };
    case 'auth-file-unreadable': {
      const why = UNREADABLE[failure.issue] ?? 'could not be read from the disk';
      const help =
        'Make it an ordinary file of yours with mode 0600, or move it away and run `codex login`.';
      return { cause: 'auth-unreadable', finding: `${file} ${why}.`, remedy: help };
    }
    case 'auth-file-malformed':
      return {
        cause: 'auth-broken',
        finding: `auth.json is not whole (${failure.issue}).`,
        remedy,
      };
    case 'api-key-only':
      return {
        cause: 'other-sign-in',
        finding: 'Codex is signed in with an API key, which has no quota to show.',
        remedy: 'To use a ChatGPT plan, run `codex logout` and `codex login`.',
      };
    case 'other-sign-in':
      return {
        cause: 'other-sign-in',
        finding: `The sign-in is one ${OTHER[failure.reason]}, which has no ChatGPT quota.`,
        remedy: 'To use a ChatGPT plan, run `codex logout` and `codex login`.',
      };
    default:
      return { cause: 'no-tokens', finding: 'auth.json holds no tokens.', remedy };
  }
}
