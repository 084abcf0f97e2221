// Fake sign-in tokens: unsigned JWTs with the claims that readers look at.
// Obviously fake, never signed, and useless anywhere but here.

/** Whose sign-in it is, as the claims of its tokens tell it. */
export interface Owner {
  readonly accountId: string;
  readonly userId: string;
  readonly email: string;
  readonly plan: string;
}

/** The person of the sampled usage answers, so that both name the same account. */
export const FAKE_OWNER: Owner = {
  accountId: '00000000-0000-4000-8000-00000000000a',
  userId: 'user-FAKE0000000000000000000A',
  email: 'fake.person@example.invalid',
  plan: 'plus',
};

/** Somebody else: whom an answer for another account is made out to. */
export const OTHER_OWNER: Owner = {
  accountId: '00000000-0000-4000-8000-00000000000b',
  userId: 'user-FAKE0000000000000000000B',
  email: 'other.person@example.invalid',
  plan: 'pro',
};

// Source: the sampled auth.json documents; observed.
const ISSUER = 'https://auth.openai.com';
const SCOPES = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'api.connectors.read',
  'api.connectors.invoke',
];

export interface JwtInput {
  readonly owner: Owner;
  readonly clientId: string;
  /** Makes the token unlike every other one. */
  readonly jti: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

export function makeAccessJwt(input: JwtInput): string {
  return makeJwt({
    ...sharedClaims(input),
    aud: ['https://api.openai.com/v1'],
    client_id: input.clientId,
    scp: SCOPES,
    'https://api.openai.com/profile': { email: input.owner.email, email_verified: true },
  });
}

export function makeIdJwt(input: JwtInput): string {
  return makeJwt({
    ...sharedClaims(input),
    aud: [input.clientId],
    email: input.owner.email,
    email_verified: true,
  });
}

function sharedClaims({ owner, jti, issuedAtMs, expiresAtMs }: JwtInput) {
  return {
    iss: ISSUER,
    sub: `fake|${owner.userId}`,
    jti,
    iat: Math.floor(issuedAtMs / 1000),
    exp: Math.floor(expiresAtMs / 1000),
    'https://api.openai.com/auth': {
      chatgpt_account_id: owner.accountId,
      chatgpt_user_id: owner.userId,
      user_id: owner.userId,
      chatgpt_plan_type: owner.plan,
    },
  };
}

function makeJwt(claims: object): string {
  const parts = [{ alg: 'none', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  // Why: Codex refuses an id_token with an empty third part, so even no signature needs some text.
  return [...parts, Buffer.from('FAKE').toString('base64url')].join('.');
}
