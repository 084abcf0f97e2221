// The auth.json that a world begins with: as Codex writes it, or as people's tools have left it.
// Every one is a sign-in that Codex itself would accept.

import type { IssuedTokens } from '../stand-in/family.ts';
import { FAKE_OWNER } from '../stand-in/jwt.ts';
import { codexDocument } from './actor.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

export function firstDocument(
  issued: IssuedTokens,
  { document }: Pick<Scenario, 'document'>,
  { random, nowMs }: { readonly random: Random; readonly nowMs: number },
): string {
  const plain = codexDocument({
    mode: 'chatgpt',
    ...issued,
    accountId: FAKE_OWNER.accountId,
    lastRefresh: new Date(nowMs - 86_400_000).toISOString(),
  });
  const known = document.unknownKeys ? withUnknownKeys(plain) : plain;
  if (!document.odd) return known;
  const draw = random.next();
  if (draw < 0.3) return known.replaceAll('\n', '\r\n');
  if (draw < 0.5) return known.replace(/,\s*"last_refresh": "[^"]*"/, '');
  if (draw < 0.7) return known.replaceAll('  ', '\t').concat('\n');
  return known.replaceAll(/\n\s*/g, '');
}

/** Why as text: a number keeps its spelling only in text. */
function withUnknownKeys(text: string): string {
  return text
    .replace(
      '"tokens": {',
      '"x_tool": {"version": 1.50, "big": 12345678901234567890},\n  "tokens": {',
    )
    .replace(
      '"refresh_token"',
      '"login_owner_id": "FAKE-owner",\n    "x_note": "\\u00e9\\/",\n    "refresh_token"',
    );
}
