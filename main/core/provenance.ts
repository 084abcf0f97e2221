// Which token endpoint and client id a sign-in belongs to, by Codex's own rule: the pinned ones, unless
// the file names the issuer that it was made at. Discovery documents are never consulted.

import { memberOf, readJson, textOf } from './json-text.ts';

export interface TokenEndpoint {
  readonly url: string;
  readonly clientId: string;
}

/** Source: codex-cli 0.169.0, fixed in the program (codex-protocol.md §6.1). */
export const PINNED_TOKEN_ENDPOINT: TokenEndpoint = {
  url: 'https://auth.openai.com/oauth/token',
  clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
};

/** The endpoint for the sign-in in this document; the caller checks that its address is safe. */
export function tokenEndpointOf(document: string): TokenEndpoint {
  const root = readJson(document);
  const tokens = root.ok && root.value.kind === 'object' ? memberOf(root.value, 'tokens') : null;
  const made = tokens?.kind === 'object' ? memberOf(tokens, 'oauth_provenance') : null;
  if (made?.kind !== 'object') return PINNED_TOKEN_ENDPOINT;
  const issuer = textOf(made, 'issuer');
  const clientId = textOf(made, 'client_id');
  if (issuer === null || clientId === null) return PINNED_TOKEN_ENDPOINT;
  return { url: `${issuer.replace(/\/+$/, '')}/oauth/token`, clientId };
}
