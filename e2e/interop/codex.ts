// Runs a real Codex program in a throwaway home, with every address of its own on the loopback.
// Nothing it starts outlives the test, and nothing of the person's is read.

import { execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import type { StandIn } from '../stand-in/server.ts';

const CALL_LIMIT_MS = 20_000;

export interface CodexHome {
  readonly folder: string;
  readonly authFile: string;
  readonly env: Readonly<Record<string, string>>;
  read(): string;
  write(content: string | Uint8Array): void;
  remove(): void;
}

/** A home whose Codex knows no other server than the stand-in; without one, none at all. */
export function makeCodexHome(standIn: StandIn | null): CodexHome {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-interop-'));
  const authFile = path.join(folder, 'auth.json');
  const baseUrl = standIn === null ? '' : `chatgpt_base_url = "${standIn.baseUrl}"\n`;
  const config = `${baseUrl}cli_auth_credentials_store = "file"\n`;
  writeFileSync(path.join(folder, 'config.toml'), config);
  return {
    folder,
    authFile,
    env: environment(folder, standIn),
    read: () => readFileSync(authFile, 'utf8'),
    write: (content) => writeFileSync(authFile, content, { mode: 0o600 }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function environment(folder: string, standIn: StandIn | null): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    CODEX_HOME: folder,
    // Why: a proxy that nobody is; what Codex wants elsewhere ends before it leaves the computer.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
    ...(standIn && {
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: standIn.tokenUrl,
      CODEX_REVOKE_TOKEN_URL_OVERRIDE: standIn.revokeUrl,
    }),
  };
}

export interface Ended {
  readonly code: number;
  /** Both streams, one after the other. */
  readonly output: string;
}

/** Runs one command of Codex to its end. */
export function runCodex(
  program: CodexProgram,
  home: CodexHome,
  args: readonly string[],
  input = '',
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: home.env, cwd: home.folder, timeout: CALL_LIMIT_MS };
    const child = execFile(program.path, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: stdout + stderr });
    });
    child.stdin?.on('error', () => {
      // It did not want any.
    });
    child.stdin?.end(input);
  });
}

export interface AppServer {
  /** The result of a call; throws what Codex says when it refuses. */
  call(method: string, params?: object | null): Promise<Record<string, unknown>>;
  /** Resolves when Codex next says this by itself. */
  heard(method: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `codex app-server` and introduces itself. Source: codex-protocol.md §5.5. */
export async function startAppServer(program: CodexProgram, home: CodexHome): Promise<AppServer> {
  const child = spawn(program.path, ['app-server'], {
    env: home.env,
    cwd: home.folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = new EventEmitter();
  const waiting = new Map<number, (message: Record<string, unknown>) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = Object(JSON.parse(line));
    waiting.get(message.id)?.(message);
    said.emit(String(message.method));
  });
  child.stdin.on('error', () => {
    // It has ended; the call that waits for an answer says so.
  });

  let calls = 0;
  function say(message: object): void {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
  function call(method: string, params: object | null = null): Promise<Record<string, unknown>> {
    calls += 1;
    const id = calls;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${method}: no answer`)), CALL_LIMIT_MS);
      waiting.set(id, ({ result, error }) => {
        clearTimeout(limit);
        waiting.delete(id);
        if (error === undefined) resolve(Object(result));
        else reject(new Error(`${method}: ${JSON.stringify(error)}`));
      });
      say({ id, method, params });
    });
  }

  const clientInfo = { name: 'plimsoll-interop', title: 'Plimsoll', version: '0.0.0' };
  await call('initialize', { clientInfo, capabilities: { experimentalApi: true } });
  say({ method: 'initialized' });
  return {
    call,
    heard: async (method) => {
      await once(said, method, { signal: AbortSignal.timeout(CALL_LIMIT_MS) });
    },
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
