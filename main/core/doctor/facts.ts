// What `plimsoll doctor` knows of a computer: plain values, gathered by codex/doctor/. Holds no token,
// no account id, no e-mail address and nobody's host name; paths are whole and made short when said.

import type { CodexInstallation } from '../codex-programs.ts';
import type { RefusalReason } from '../exchange-ledger.ts';
import type { Result } from '../failure.ts';
import type { Settings } from '../settings.ts';

/** Whether something may be written, and if not, by what the system says of it. */
export type Writable = 'yes' | 'immutable' | 'read-only' | 'denied';

export interface FolderFacts {
  readonly path: string;
  readonly state: 'folder' | 'missing' | 'not-a-folder' | 'unreadable';
  /** Null where there is no folder. */
  readonly writable: Writable | null;
  /** Null where there is no folder, or the system does not say. */
  readonly freeBytes: number | null;
  /** Others than its owner may write or list it; null where modes mean nothing. */
  readonly othersMay: 'nothing' | 'read' | 'write' | null;
}

export interface ConfigFacts {
  readonly isThere: boolean;
  readonly result: Result<{
    readonly store: 'file' | 'keyring' | 'auto' | 'ephemeral';
    readonly hasCustomProvider: boolean;
    readonly base: AddressKind;
  }>;
}

/** Whose an address is. Others are not named: they may be a company's own. */
export type AddressKind = 'openai' | 'this-computer' | 'other';

export interface AuthPlaceFacts {
  readonly isLink: boolean;
  /** Where it really is. */
  readonly realPath: string;
  /** Permission bits; null where they mean nothing. */
  readonly mode: number | null;
  readonly isOwn: boolean;
  readonly hardLinks: number;
  readonly writable: Writable;
  readonly folder: FolderFacts;
}

export interface TokenFacts {
  readonly issuer: IssuerFact;
  readonly audience: 'api' | 'client' | 'other' | 'unsaid';
  /** Those with a name that is publicly known. */
  readonly knownScopes: readonly string[];
  readonly otherScopes: number;
  readonly expiresAtMs: number | null;
  readonly issuedAtMs: number | null;
}

export type IssuerFact =
  | { readonly kind: 'openai'; readonly host: string }
  | { readonly kind: 'this-computer' | 'other' | 'unsaid' };

/** Whether two tokens say the same; null where one of them says nothing. */
export type Agreement = 'same' | 'different' | null;

export interface SignInFacts {
  readonly hasRefreshToken: boolean;
  readonly hasIdToken: boolean;
  /** `tokens.account_id`, without which Codex never renews. */
  readonly hasAccountId: boolean;
  readonly apiKeyBeside: boolean;
  readonly isReadOnlyMode: boolean;
  /** Names the field that Codex does not accept; null if it accepts the file. */
  readonly codexRefusal: string | null;
  /** Null for an opaque token. */
  readonly access: TokenFacts | null;
  readonly id: TokenFacts | null;
  readonly users: Agreement;
  readonly accounts: Agreement;
  readonly lastRefreshAtMs: number | null;
}

export interface AuthFacts {
  readonly path: string;
  /** Null if there is none, or it cannot be looked at. */
  readonly place: AuthPlaceFacts | null;
  readonly result: Result<SignInFacts>;
}

export interface LockFacts {
  readonly path: string;
  readonly state: 'absent' | 'file' | 'folder' | 'other';
  /** Somebody holds it now; null where the system does not tell. */
  readonly isHeld: boolean | null;
}

export interface LedgerFacts {
  readonly state: 'missing' | 'ok' | 'unreadable' | 'damaged';
  readonly isPastUnknown: boolean;
  /** What is noted of the refresh token in auth.json. */
  readonly token:
    | { readonly kind: 'unmarked' }
    | { readonly kind: 'sent'; readonly atMs: number }
    | { readonly kind: 'refused'; readonly atMs: number; readonly reason: RefusalReason };
  /** The service asked to wait until then. */
  readonly toldUntilMs: number | null;
  /** The hourly budget is used up until then. */
  readonly budgetUntilMs: number | null;
  /** No renewal before then. */
  readonly exchangeUntilMs: number | null;
}

export interface JournalFacts {
  readonly state: 'none' | 'sending' | 'received' | 'torn' | 'unreadable';
  readonly sentAtMs: number | null;
  /** Temporary files of ours that a crash left beside auth.json. */
  readonly leftOvers: number;
}

export interface OwnFacts {
  readonly folder: FolderFacts;
  readonly settings: 'missing' | 'ok' | 'unreadable' | 'damaged';
  readonly renewal: Settings['renewal'];
  readonly ledger: LedgerFacts;
  readonly ledgerLock: LockFacts;
  readonly journal: JournalFacts;
}

export interface CertificateFacts {
  readonly variable: string;
  readonly path: string;
  readonly state: 'ok' | 'missing' | 'unreadable' | 'no-certificate';
}

export interface EnvironmentFacts {
  /** The names of the proxy variables that are set. */
  readonly proxies: readonly string[];
  /** Those of them that name no proxy that can be used. */
  readonly unusableProxies: readonly string[];
  readonly certificates: readonly CertificateFacts[];
  readonly tokenUrl: 'unset' | 'empty' | 'refused' | AddressKind;
  /** Variables that make Codex work with another sign-in than the file's. */
  readonly signInVariables: readonly string[];
  readonly timeZone: string;
}

export interface DesktopFacts {
  /** Null where nothing could tell; `always` on systems that show tray icons by themselves. */
  readonly tray: 'always' | boolean | null;
  readonly notifications: 'always' | boolean | null;
  readonly hasSessionBus: boolean;
  /** The program that could open the system's keyring; null on systems that have none. */
  readonly keyringTool: { readonly name: string; readonly isThere: boolean } | null;
}

export interface OnlineFacts {
  /** Whether discovery names the address that renewals go to. */
  readonly discovery: Result<{
    readonly tokenEndpoint: 'same' | 'unsaid' | IssuerFact;
  }>;
  /** The status that the usage host answered an anonymous question with. */
  readonly usageHost: Result<number> | 'held-back';
  /** Ours minus the server's; null if no server told the time. */
  readonly clockOffMs: number | null;
}

export interface DoctorFacts {
  readonly nowMs: number;
  readonly machine: {
    readonly version: string;
    readonly platform: string;
    readonly arch: string;
    readonly node: string;
  };
  readonly home: FolderFacts & { readonly isChosen: boolean };
  readonly sessions: FolderFacts;
  readonly config: ConfigFacts;
  readonly auth: AuthFacts;
  readonly programs: readonly CodexInstallation[];
  /** Whether a Codex works on this home now. */
  readonly isCodexAlive: boolean;
  readonly codexLocks: readonly LockFacts[];
  readonly own: OwnFacts;
  readonly environment: EnvironmentFacts;
  readonly desktop: DesktopFacts;
  /** Null unless the network was asked for. */
  readonly online: OnlineFacts | null;
}
