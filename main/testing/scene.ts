// A place with a stand-in for OpenAI that Codex's settings point to: what most tests here start from.
// Only tests import this.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type StandIn, type StandInOptions, startStandIn } from '../../e2e/stand-in/server.ts';
import type { SignedIn, SignInInput } from '../../e2e/stand-in/sign-in.ts';
import { makePlace, type Place, type TestEnd } from './place.ts';

export interface Scene extends Place {
  readonly standIn: StandIn;
  /** Signs in at the stand-in and puts the document where Codex would. */
  signIn(input?: SignInInput): Promise<SignedIn>;
  /** Resolves once that many usage requests have arrived. */
  usageRequests(count: number): Promise<void>;
}

export async function makeScene(end: TestEnd, options: StandInOptions = {}): Promise<Scene> {
  const place = await makePlace(end);
  const standIn = await startStandIn(options);
  end.onTestFinished(() => standIn.close());
  const config = path.join(place.codexHome, 'config.toml');
  await writeFile(config, `chatgpt_base_url = "${standIn.baseUrl}"\n`);
  return {
    ...place,
    standIn,
    async signIn(input = {}) {
      const signedIn = standIn.signIn(input);
      await place.writeAuth(signedIn.authJson);
      return signedIn;
    },
    async usageRequests(count) {
      while (standIn.requests.filter(({ route }) => route === 'usage').length < count) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

/** Which endpoints were asked, in order. */
export function routesOf({ requests }: StandIn): readonly string[] {
  return requests.map(({ route }) => route);
}
