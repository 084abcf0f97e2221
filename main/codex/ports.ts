// What the Codex side may touch of the world: files, time, chance. Types only, so that the same code
// runs against the real system and against a simulated one.
// Files is the part of node:fs/promises that we use; failures are Node's own errors with a `code`.

export interface FileStat {
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly size: number;
  readonly mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export interface OpenFile {
  readonly fd: number;
  stat(): Promise<FileStat>;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesRead: number }>;
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface Files {
  /** `flags` are the numbers of node:fs constants. */
  open(path: string, flags: number, mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  lstat(path: string): Promise<FileStat>;
  readdir(path: string): Promise<string[]>;
  mkdir(
    path: string,
    options: { readonly recursive: true; readonly mode: number },
  ): Promise<unknown>;
}

export interface Clock {
  /** Epoch ms; may jump. */
  nowMs(): number;
  /** Resolves after that time by a clock that does not jump. */
  sleep(ms: number): Promise<void>;
}

export interface Chance {
  /** That many unpredictable bytes, as lower-case hex digits. */
  hex(bytes: number): string;
}

export interface CodexPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Gives back a lock. */
export type Release = () => Promise<void>;

export interface Locks {
  /**
   * Takes the exclusive lock that is kept on a file, which is created 0600 if absent.
   * Answers `busy` if it is not free in time, `unsupported` where no such lock can be had.
   */
  acquire(path: string, waitMs: number): Promise<Release | 'busy' | 'unsupported'>;
}

export interface Processes {
  /** Whether a Codex of this person is running on this home, as far as the system tells. */
  isCodexAlive(codexHome: string): Promise<boolean>;
}

export interface Power {
  /** False near sleep, wake, unlock, a network change or quitting: what is torn there is lost. */
  mayExchange(): boolean;
  /** Keeps the computer from suspending until the returned function is called. */
  stayAwake(): () => void;
}
