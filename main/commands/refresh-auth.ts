// `plimsoll refresh-auth`: renews the sign-in now, or with --print-only shows the request that it would
// make. Exit 0 if the file now holds another sign-in.

import type { OpenedHome } from '../codex/open-home.ts';
import type { RefreshOutcome } from '../codex/renewal/refresh-auth.ts';
import { remedyOf } from '../core/failure.ts';
import { recoverySentence } from '../core/sentences.ts';
import { presentFailure, presentSteps, presentWarning } from '../core/status.ts';
import type { Words } from '../core/words/words.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Options } from './options.ts';

export interface RefreshCommand {
  readonly home: OpenedHome;
  readonly options: Options;
  readonly words: Words;
  readonly nowMs: () => number;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
}

export async function runRefreshAuth(command: RefreshCommand): Promise<number> {
  if (command.options.printOnly) return printRequest(command);
  const outcome = await command.home.refreshAuth({ onceMore: false });
  show(command, outcome);
  if (outcome.by !== null) return 0;
  return outcome.failure === null ? EXIT_CODES.wait : EXIT_CODES[remedyOf(outcome.failure.kind)];
}

async function printRequest({ home, options, print }: RefreshCommand): Promise<number> {
  const request = await home.showExchange();
  if (options.json) {
    print(JSON.stringify({ schema: 1, request }, null, 2));
    return 0;
  }
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  print([`${request.method} ${request.url}`, ...headers, '', request.body].join('\n'));
  return 0;
}

function show(command: RefreshCommand, outcome: RefreshOutcome): void {
  const { words, options, print, note } = command;
  const context = { words, nowMs: command.nowMs() };
  const { by, steps, warning, failure } = outcome;
  if (options.json) {
    const shown = {
      schema: 1,
      renewed: by !== null,
      by,
      recovery: presentSteps(steps),
      warning: presentWarning(warning, context),
      failure: failure && presentFailure(failure, context),
    };
    print(JSON.stringify(shown, null, 2));
    return;
  }
  const story = recoverySentence(steps, words);
  if (story !== null) print(story);
  if (warning !== null) note(words.warnings[warning.kind]);
  if (failure !== null) {
    const { title, text } = words.describeFailure(failure, context.nowMs);
    note(`${title}. ${text}`);
  }
}
