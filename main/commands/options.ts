// The words after `plimsoll`: one command and its options. Knows every option of contract.md §3 that
// this version has; anything else is wrong usage.

import { parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../core/failure.ts';

export interface Options {
  readonly command: string | null;
  readonly json: boolean;
  readonly watch: boolean;
  readonly cached: boolean;
  readonly openKeyring: boolean;
  readonly printOnly: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly color: boolean;
  readonly codexHome: string | null;
  readonly account: string | null;
}

const FLAGS = {
  json: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  cached: { type: 'boolean', default: false },
  'open-keyring': { type: 'boolean', default: false },
  'print-only': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  'codex-home': { type: 'string' },
  account: { type: 'string' },
} as const;

/** Fails with one sentence about what is wrong. */
export function parseOptions(words: readonly string[]): Result<Options, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: FLAGS,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > 1) return fail(`"${positionals[1]}" is one word too many`);
    if (values.watch && values.cached) return fail('--watch and --cached exclude each other');
    if (values['codex-home']?.trim() === '') return fail('--codex-home needs a folder');
    const { json, watch, cached, help, version } = values;
    return succeed({
      command: positionals[0] ?? null,
      ...{ json, watch, cached, help, version },
      openKeyring: values['open-keyring'],
      printOnly: values['print-only'],
      color: !values['no-color'],
      codexHome: values['codex-home'] ?? null,
      account: values.account ?? null,
    });
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'unknown option');
  }
}
