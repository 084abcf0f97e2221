// A person signing in as somebody else with the real Codex: its own login, with the browser's part
// played here and the stand-in's tokens as the answer.
// Source of the flow: codex-cli 0.169.0, observed; older releases know no other issuer.

import { createServer } from 'node:http';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import type { SignedIn } from '../stand-in/sign-in.ts';
import { type CodexHome, startAppServer } from './codex.ts';

export interface WaitingLogin {
  /** The person says yes in the browser; resolves when Codex is done with it. */
  confirm(): Promise<void>;
  close(): Promise<void>;
}

/** Begins a login that will end as that sign-in; nothing is written before it is confirmed. */
export async function beginLogin(
  program: CodexProgram,
  home: CodexHome,
  signIn: SignedIn,
): Promise<WaitingLogin> {
  const issuer = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id_token: signIn.idToken,
          access_token: signIn.accessToken,
          refresh_token: signIn.refreshToken,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const address = issuer.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = { ...home.env, CODEX_APP_SERVER_LOGIN_ISSUER: `http://127.0.0.1:${port}` };
  const server = await startAppServer(program, { ...home, env });
  const { authUrl } = await server.call('account/login/start', { type: 'chatgpt' });
  return {
    async confirm() {
      const completed = server.heard('account/login/completed');
      // Why to the end of the redirects: Codex is done once its own last page was asked for.
      await fetch(callbackOf(String(authUrl)), { redirect: 'follow' });
      await completed;
    },
    async close() {
      await server.stop();
      issuer.close();
      issuer.closeAllConnections();
    },
  };
}

/** Where the issuer would send the browser back to. */
function callbackOf(authUrl: string): URL {
  const { searchParams } = new URL(authUrl);
  const callback = new URL(searchParams.get('redirect_uri') ?? '');
  callback.searchParams.set('code', 'FAKE');
  callback.searchParams.set('state', searchParams.get('state') ?? '');
  return callback;
}
