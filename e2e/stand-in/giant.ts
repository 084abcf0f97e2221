// Bodies of any size, made while they are sent: good JSON, plain or as a gzip bomb.
// Never holds one in memory as a whole.

import { constants, crc32, deflateRawSync } from 'node:zlib';

const MIB = 1_048_576;
const PLAIN_CHUNK_BYTES = 32 * 1024;
const START = Buffer.from('{"plan_type":"plus","padding":"');
const END = Buffer.from('"}');

export interface GiantBody {
  readonly headers: Readonly<Record<string, string>>;
  /** For Content-Length; null where it is not known before the end. */
  readonly length: number | null;
  readonly chunks: () => Generator<Buffer>;
}

export function giantBody({
  mebibytes,
  encoding,
}: {
  readonly mebibytes: number;
  readonly encoding: 'plain' | 'gzip';
}): GiantBody {
  if (encoding === 'plain') {
    const length = START.length + mebibytes * MIB + END.length;
    return { headers: {}, length, chunks: () => plainChunks(mebibytes) };
  }
  const headers = { 'content-encoding': 'gzip' };
  return { headers, length: null, chunks: () => gzipChunks(mebibytes) };
}

function* plainChunks(mebibytes: number): Generator<Buffer> {
  const padding = Buffer.alloc(PLAIN_CHUNK_BYTES, 'p');
  yield START;
  for (let sent = 0; sent < mebibytes * MIB; sent += PLAIN_CHUNK_BYTES) yield padding;
  yield END;
}

/**
 * One gzip member, about 1 KiB for each MiB.
 * Source: RFC 1952 (header, CRC-32 and size at the end) and RFC 1951 (blocks may follow a flush).
 */
function* gzipChunks(mebibytes: number): Generator<Buffer> {
  const padding = Buffer.alloc(MIB, 'p');
  const packed = deflateRawSync(padding, { finishFlush: constants.Z_FULL_FLUSH });
  let checksum = crc32(START);
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  yield deflateRawSync(START, { finishFlush: constants.Z_FULL_FLUSH });
  for (let sent = 0; sent < mebibytes; sent += 1) {
    checksum = crc32(padding, checksum);
    yield packed;
  }
  yield deflateRawSync(END);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(END, checksum), 0);
  trailer.writeUInt32LE((START.length + mebibytes * MIB + END.length) % 2 ** 32, 4);
  yield trailer;
}
