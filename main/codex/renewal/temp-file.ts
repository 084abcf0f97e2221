// The temporary file that becomes auth.json. Made and filled before a token is spent: what we cannot
// save we do not spend. Left-overs of a crash are removed by name and age.

import path from 'node:path';
import { createExclusive, removeQuietly, writeAt } from '../durable.ts';
import { besideAuth } from '../look.ts';
import type { CodexPorts, Files, OpenFile } from '../ports.ts';

/** More than a grant can add to the document. */
const PADDING_BYTES = 16 * 1024;
const LEFT_OVER_AGE_MS = 60_000;
export const TEMP_NAME = /^\.plimsoll-[0-9a-f]{12}\.tmp$/;

export interface TempFile {
  readonly path: string;
  /** Puts the document in place of the padding, in full and flushed; throws if it is not all there. */
  fill(document: string): Promise<void>;
  /** Closes it, and removes it unless it was renamed. */
  discard(): Promise<void>;
}

/** Proves permission and space for a document of that size; throws Node's error if there is none. */
export async function createTempFile(
  { files, chance }: Pick<CodexPorts, 'files' | 'chance'>,
  realPath: string,
  documentBytes: number,
): Promise<TempFile> {
  const file = besideAuth(realPath, `.plimsoll-${chance.hex(6)}.tmp`);
  const handle = await createExclusive(files, file);
  const temp = openTemp(files, handle, file);
  try {
    await writeAt(handle, Buffer.alloc(documentBytes + PADDING_BYTES, 0x20), 0);
    await handle.sync();
    return temp;
  } catch (error) {
    await temp.discard();
    throw error;
  }
}

function openTemp(files: Files, handle: OpenFile, file: string): TempFile {
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    path: file,
    async fill(document) {
      const bytes = Buffer.from(document, 'utf8');
      await writeAt(handle, bytes, 0);
      await handle.truncate(bytes.length);
      const { size } = await handle.stat();
      if (size !== bytes.length) throw new Error('the document is not all there');
      await handle.sync();
      await close();
    },
    async discard() {
      await close().catch(() => undefined);
      await removeQuietly(files, file);
    },
  };
}

/** Removes what a crash left, once it is a minute old and so of no living process. */
export async function removeLeftOvers(
  { files, clock }: Pick<CodexPorts, 'files' | 'clock'>,
  realPath: string,
  uid: number | null,
): Promise<void> {
  const folder = path.dirname(realPath);
  const names = await files.readdir(folder).catch((): string[] => []);
  for (const name of names.filter((candidate) => TEMP_NAME.test(candidate))) {
    const file = path.join(folder, name);
    const stat = await files.lstat(file).catch(() => null);
    const isOld = stat !== null && clock.nowMs() - stat.mtimeMs > LEFT_OVER_AGE_MS;
    if (isOld && (uid === null || stat.uid === uid)) await removeQuietly(files, file);
  }
}
