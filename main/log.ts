// One line per event, in a private folder, size-limited. Takes plain data only: an event's name and
// allow-listed fields. The filter for secrets is the net, not the method.

import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

export type LogLevel = 'error' | 'info' | 'debug';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  error(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
}

export interface LogOptions {
  /** Where the log lives; null logs nowhere. */
  readonly folder: string | null;
  readonly level: LogLevel;
  readonly nowMs: () => number;
  /** Told of each line, and whether it could be written. */
  readonly onWrite?: (file: string, isDone: boolean) => void;
}

const FILE_NAME = 'plimsoll.log';
const LOG_MAX_BYTES = 1024 * 1024;
const FIELD_MAX_LENGTH = 200;
const RANK: Record<LogLevel, number> = { error: 0, info: 1, debug: 2 };
/** A JWT, a bearer value, or any long run of token letters. */
const SECRET_SHAPE = /Bearer\s+\S+|[\w-]{8,}\.[\w-]{8,}\.[\w-]*|[A-Za-z0-9_-]{32,}/g;

export function createLog({ folder, level, nowMs, onWrite = () => {} }: LogOptions): Log {
  const write = (rank: LogLevel, event: string, fields: LogFields = {}): void => {
    if (folder === null || RANK[rank] > RANK[level]) return;
    const details = Object.entries(fields).map(([name, value]) => ` ${name}=${printed(value)}`);
    const line = `${new Date(nowMs()).toISOString()} ${rank} ${event}${details.join('')}\n`;
    const file = path.join(folder, FILE_NAME);
    onWrite(file, append(folder, file, line));
  };
  return {
    error: (event, fields) => write('error', event, fields),
    info: (event, fields) => write('info', event, fields),
    debug: (event, fields) => write('debug', event, fields),
  };
}

export function logLevelOf(text: string | undefined): LogLevel {
  return text === 'error' || text === 'debug' ? text : 'info';
}

function printed(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  // Invariant: filtered first, cut second; the beginning of a secret has no shape to know it by.
  return JSON.stringify(value.replace(SECRET_SHAPE, '[removed]').slice(0, FIELD_MAX_LENGTH));
}

function append(folder: string, file: string, line: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) {
      renameSync(file, path.join(folder, 'plimsoll.1.log'));
    }
    appendFileSync(file, line, { mode: 0o600 });
    return true;
  } catch {
    // A full or read-only disk stops the log, and nothing but the log.
    return false;
  }
}
