// The types of keyring.mjs, for the tests that are written in TypeScript.

export interface PrivateKeyring {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export function startPrivateKeyring(): Promise<PrivateKeyring>;
