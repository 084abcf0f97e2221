// Facts about config.toml: what is read of it, what is refused, and that it is never quoted.

import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../testing/place.ts';
import { DEFAULT_CONFIG, loadConfig } from './config-file.ts';
import { nodePorts } from './node-ports.ts';

const run = promisify(execFile);

async function load(text: string) {
  const { codexHome, writeConfig } = await makePlace({ onTestFinished });
  await writeConfig(text);
  return loadConfig(nodePorts.files, codexHome);
}

test('loadConfig: is every default without a file, and without a folder', async () => {
  const { codexHome, folder } = await makePlace({ onTestFinished });
  const defaults = { ok: true, value: DEFAULT_CONFIG };
  expect(await loadConfig(nodePorts.files, codexHome)).toEqual(defaults);
  expect(await loadConfig(nodePorts.files, path.join(folder, 'none'))).toEqual(defaults);
});

test.each([
  ['', {}],
  ['model = "gpt"\n[mcp_servers.x]\ncommand = "y"', {}],
  ['chatgpt_base_url = "https://gateway.example/v1"', { baseUrl: 'https://gateway.example/v1' }],
  ['chatgpt_base_url = "http://127.0.0.1:8080/"', { baseUrl: 'http://127.0.0.1:8080/' }],
  ['"chatgpt_base_url" = \'http://[::1]:9\'', { baseUrl: 'http://[::1]:9' }],
  ['cli_auth_credentials_store = "file"', { store: 'file' }],
  ['cli_auth_credentials_store = "keyring"', { store: 'keyring' }],
  ['cli_auth_credentials_store = "auto"', { store: 'auto' }],
  ['cli_auth_credentials_store = "ephemeral"', { store: 'ephemeral' }],
  ['model_provider = "openai"', { customProvider: null }],
  ['model_provider = "mine"', { customProvider: 'mine' }],
  // Below a table the key is that table's, not Codex's base address.
  ['[other]\nchatgpt_base_url = "http://evil.example"', {}],
  ['\ufeffmodel_provider = "mine"', { customProvider: 'mine' }],
])('loadConfig: reads %j', async (text, expected) => {
  expect(await load(text)).toEqual({ ok: true, value: { ...DEFAULT_CONFIG, ...expected } });
});

test.each([
  'http://gateway.example',
  'http://127.0.0.1.example',
  'http://localhost.example',
  'https://person:secret@gateway.example',
  'https://person@gateway.example',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'gateway.example/v1',
  '',
])('loadConfig: refuses the base address %j and names the setting', async (address) => {
  const refused = { kind: 'address-refused', setting: 'chatgpt_base_url' };
  const read = await load(`chatgpt_base_url = "${address}"`);
  expect(read).toEqual({ ok: false, failure: refused });
});

test.each([
  ['no TOML', 'token = "SECRET-in-a-line', 'config.toml: not TOML'],
  ['a key twice', 'a = "SECRET"\na = "SECRET"', 'config.toml: not TOML'],
  [
    'another type',
    'chatgpt_base_url = ["SECRET"]',
    'chatgpt_base_url: not a value that Codex accepts',
  ],
  [
    'a store nobody knows',
    'cli_auth_credentials_store = "SECRET"',
    'cli_auth_credentials_store: not a value that Codex accepts',
  ],
  ['more than 1 MiB', '# SECRET\n'.repeat(150_000), 'config.toml: too-large'],
])('loadConfig: is config-malformed for %s, without a word of it', async (_, text, issue) => {
  expect(await load(text)).toEqual({ ok: false, failure: { kind: 'config-malformed', issue } });
});

test.each<[string, (file: string) => Promise<unknown>]>([
  ['a folder', (file) => mkdir(file)],
  ['a FIFO', (file) => run('mkfifo', [file])],
  ['a link to itself', (file) => symlink('config.toml', file)],
])('loadConfig: is config-malformed, and soon, for %s', async (_, prepare) => {
  const { codexHome } = await makePlace({ onTestFinished });
  await prepare(path.join(codexHome, 'config.toml'));
  const read = await loadConfig(nodePorts.files, codexHome);
  expect(read).toMatchObject({ ok: false, failure: { kind: 'config-malformed' } });
});
