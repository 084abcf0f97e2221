// Where we meet the real Codex: a stand-in for OpenAI, a throwaway home, and whatever a test starts in
// them, which ends with it.

import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { type StandIn, startStandIn } from '../stand-in/server.ts';
import type { SignedIn, SignInInput } from '../stand-in/sign-in.ts';
import { type AppServer, type CodexHome, makeCodexHome, startAppServer } from './codex.ts';
import { createOurs, type Ours, type Point } from './ours.ts';

export interface Stage {
  readonly standIn: StandIn;
  readonly home: CodexHome;
  /** Signs somebody in and puts their file into the home. */
  signIn(input?: SignInInput): SignedIn;
  appServer(program: CodexProgram): Promise<AppServer>;
  ours(at?: (point: Point) => Promise<void>): Ours;
  /** What the file holds, tokens by label. */
  file(): { readonly refresh: string | null; readonly access: string | null; account: unknown };
  /** Who presented which refresh token, in order: "Codex refresh#1". */
  exchanges(): readonly string[];
  /** The token of the last usage request, by label. */
  lastUsageToken(): string | undefined;
  /** To be ended with the stage. */
  own(started: { stop(): Promise<void> }): void;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const standIn = await startStandIn();
  const home = makeCodexHome(standIn);
  const owned: { stop(): Promise<void> }[] = [];
  return {
    standIn,
    home,
    own: (started) => {
      owned.push(started);
    },
    signIn: (input) => {
      const signedIn = standIn.signIn(input);
      home.write(signedIn.authJson);
      return signedIn;
    },
    appServer: async (program) => {
      const server = await startAppServer(program, home);
      owned.push(server);
      return server;
    },
    ours: (at) => {
      const made = createOurs({ home, standIn, ...(at && { at }) });
      owned.push({ stop: async () => made.close() });
      return made;
    },
    file: () => {
      const { tokens } = Object(JSON.parse(home.read()));
      const [refresh, access] = [tokens?.refresh_token, tokens?.access_token].map((token) =>
        standIn.tokens.labelOf(String(token)),
      );
      return { refresh: refresh ?? null, access: access ?? null, account: tokens?.account_id };
    },
    exchanges: () => exchangesOf(standIn),
    lastUsageToken: () =>
      standIn.requests.findLast(({ route }) => route === 'usage')?.headers.authorization,
    close: async () => {
      for (const { stop } of owned) await stop();
      await standIn.close();
      home.remove();
    },
  };
}

function exchangesOf({ requests }: StandIn): readonly string[] {
  return requests
    .filter(({ route }) => route === 'token')
    .map(({ headers, fields }) => {
      const who = headers.originator === 'plimsoll' ? 'Plimsoll' : 'Codex';
      return `${who} ${fields.refresh_token}`;
    });
}
