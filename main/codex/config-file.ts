// Codex's config.toml: the three settings of it that decide where to ask and what may be read.
// Never writes it; unknown settings are none of our business.

import path from 'node:path';
import { z } from 'zod';
import { fail, type Result, succeed } from '../core/failure.ts';
import { DEFAULT_BASE_URL, isSafeAddress } from './endpoints.ts';
import type { Files } from './ports.ts';
import { readSmallFile } from './small-file.ts';

const CONFIG_MAX_BYTES = 1024 * 1024;

export interface CodexConfig {
  readonly baseUrl: string;
  /** Source: codex-protocol.md §2. */
  readonly store: 'file' | 'keyring' | 'auto' | 'ephemeral';
  /** Null when Codex talks to OpenAI itself. */
  readonly customProvider: string | null;
}

export const DEFAULT_CONFIG: CodexConfig = {
  baseUrl: DEFAULT_BASE_URL,
  store: 'file',
  customProvider: null,
};

const schema = z.object({
  chatgpt_base_url: z.string().optional(),
  cli_auth_credentials_store: z.enum(['file', 'keyring', 'auto', 'ephemeral']).optional(),
  model_provider: z.string().optional(),
});

/** Fails with config-malformed or address-refused; a missing file means every default. */
export async function loadConfig(files: Files, codexHome: string): Promise<Result<CodexConfig>> {
  const read = await readSmallFile(files, path.join(codexHome, 'config.toml'), CONFIG_MAX_BYTES);
  if (!read.ok) {
    if (read.failure === 'missing') return succeed(DEFAULT_CONFIG);
    return fail({ kind: 'config-malformed', issue: `config.toml: ${read.failure}` });
  }
  // Why: most people have no config.toml, so the parser loads only for those who do.
  const toml = await import('smol-toml');
  let table: unknown;
  try {
    table = toml.parse(read.value.text);
  } catch {
    // The library's message quotes the line, which may hold somebody's key.
    return fail({ kind: 'config-malformed', issue: 'config.toml: not TOML' });
  }
  return parseConfig(table);
}

function parseConfig(table: unknown): Result<CodexConfig> {
  const config = schema.safeParse(table);
  if (!config.success) {
    const field = config.error.issues[0]?.path.join('.') ?? 'config.toml';
    return fail({ kind: 'config-malformed', issue: `${field}: not a value that Codex accepts` });
  }
  const baseUrl = config.data.chatgpt_base_url ?? DEFAULT_CONFIG.baseUrl;
  if (!isSafeAddress(baseUrl))
    return fail({ kind: 'address-refused', setting: 'chatgpt_base_url' });
  const provider = config.data.model_provider ?? 'openai';
  return succeed({
    baseUrl,
    store: config.data.cli_auth_credentials_store ?? DEFAULT_CONFIG.store,
    customProvider: provider === 'openai' ? null : provider,
  });
}
