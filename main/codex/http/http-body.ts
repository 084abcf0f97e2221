// Reading an answer's headers and body: decompressed if need be, and never more than a limit.
// Keeps what has come so far where the caller can see it, should the rest never come.

import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Names in lower case, repeated headers joined. */
export function flattenHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** We ask for identity; a server that compresses all the same is read under the same limit. */
export function decompressed(body: Readable, headers: Record<string, string>): Readable {
  const transform = decompressorOf(headers['content-encoding']?.trim().toLowerCase());
  if (transform === null) return body;
  body.once('error', (error) => transform.destroy(error));
  transform.once('close', () => body.destroy());
  return body.pipe(transform);
}

function decompressorOf(encoding: string | undefined): Transform | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
}

/** The body as text, or null as soon as it exceeds the limit; the connection is then cut. */
export async function readLimited(
  body: Readable,
  maxBytes: number,
  chunks: Buffer[],
): Promise<string | null> {
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) {
      body.destroy();
      return null;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
