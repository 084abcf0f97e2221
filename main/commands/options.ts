// The words after `plimsoll`: one command and its options. Knows every option of contract.md §3 that
// this version has; anything else is wrong usage.

import { parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../core/failure.ts';

export interface Options {
  readonly command: string | null;
  /** The words after it, for a command that takes any. */
  readonly words: readonly string[];
  readonly json: boolean;
  readonly watch: boolean;
  readonly cached: boolean;
  readonly openKeyring: boolean;
  readonly printOnly: boolean;
  /** How many local days, today the last. */
  readonly days: number;
  readonly by: readonly ActivityKey[];
  readonly keepsIndex: boolean;
  readonly online: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly color: boolean;
  readonly codexHome: string | null;
  readonly account: string | null;
}

export type ActivityKey = 'day' | 'model';

const DAYS = { usual: 30, max: 36_500 } as const;

const FLAGS = {
  json: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  cached: { type: 'boolean', default: false },
  'open-keyring': { type: 'boolean', default: false },
  online: { type: 'boolean', default: false },
  'print-only': { type: 'boolean', default: false },
  'no-index': { type: 'boolean', default: false },
  days: { type: 'string' },
  by: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  'codex-home': { type: 'string' },
  account: { type: 'string' },
} as const;

/** Fails with one sentence about what is wrong. */
export function parseOptions(given: readonly string[]): Result<Options, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: FLAGS,
      allowPositionals: true,
      strict: true,
    });
    const [command = null, ...words] = positionals;
    const tooMany = wordTooMany(command, words);
    if (tooMany !== null) return fail(`"${tooMany}" is one word too many`);
    if (values.watch && values.cached) return fail('--watch and --cached exclude each other');
    if (values['codex-home']?.trim() === '') return fail('--codex-home needs a folder');
    if (values['codex-home'] !== undefined && values.account !== undefined)
      return fail('--codex-home and --account exclude each other');
    if (command === 'accounts' && words.length === 1) return fail('import needs a file');
    const days = daysIn(values.days);
    if (days === null) return fail('--days needs a whole number from 1 on');
    const by = keysIn(values.by);
    if (by === null) return fail('--by needs day, model or day,model');
    const { json, watch, cached, online, help, version } = values;
    return succeed({
      command,
      words,
      ...{ json, watch, cached, online, help, version },
      openKeyring: values['open-keyring'],
      printOnly: values['print-only'],
      ...{ days, by, keepsIndex: !values['no-index'] },
      color: !values['no-color'],
      codexHome: values['codex-home'] ?? null,
      account: values.account ?? null,
    });
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'unknown option');
  }
}

function daysIn(text: string | undefined): number | null {
  if (text === undefined) return DAYS.usual;
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= DAYS.max ? days : null;
}

/** Nothing was asked for: both, one after the other. */
function keysIn(text: string | undefined): readonly ActivityKey[] | null {
  if (text === undefined) return [];
  const keys = text
    .split(',')
    .filter((key): key is ActivityKey => key === 'day' || key === 'model');
  const isClear = keys.length > 0 && keys.length === text.split(',').length;
  return isClear ? [...new Set(keys)] : null;
}

/** The first word that a command does not take; only `accounts import FILE.ini` takes any. */
function wordTooMany(command: string | null, words: readonly string[]): string | null {
  if (command !== 'accounts' || words.length === 0) return words[0] ?? null;
  const [verb = '', _file, extra = null] = words;
  return verb === 'import' ? extra : verb;
}
