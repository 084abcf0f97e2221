// The trust record on disk, in one small file of the app's. Losing it costs nothing but what it told:
// then the record begins anew.

import path from 'node:path';
import { formatTrust, parseTrust, TRUST_MAX_BYTES, type TrustRecord } from '../core/trust/trust.ts';
import { loadOwnFile, saveOwnFile } from './own-file.ts';

const FILE_NAME = 'trust.json';

export function trustFile(plimsollHome: string): string {
  return path.join(plimsollHome, FILE_NAME);
}

/** Null if there is none that can be understood. */
export function loadTrust(file: string): TrustRecord | null {
  const text = loadOwnFile(file, TRUST_MAX_BYTES);
  return text === null ? null : parseTrust(text);
}

/** Says whether it is on the disk. */
export function saveTrust(file: string, record: TrustRecord): boolean {
  return saveOwnFile(file, formatTrust(record));
}
