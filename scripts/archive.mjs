// Reads the two archive formats that pinned programs come in, with Node's zlib alone: no unzip and no
// tar need be installed. Only what those files use; everything is checked by hash before.

import { gunzipSync, inflateRawSync } from 'node:zlib';

const TAR_BLOCK = 512;
const ZIP_END = 0x06054b50;
const ZIP_END_BYTES = 22;

/** The first .zip inside a gzipped tarball. */
export function zipInTarball(tgz) {
  for (const { name, data } of tarEntries(gunzipSync(tgz))) {
    if (name.endsWith('.zip')) return data;
  }
  throw new Error('electron: no zip in the tarball');
}

/** The file of that name inside a gzipped tarball. */
export function fileInTarball(tgz, wanted) {
  for (const { name, data } of tarEntries(gunzipSync(tgz))) {
    if (name === wanted) return data;
  }
  throw new Error(`no ${wanted} in the tarball`);
}

/** Every entry of a tar: its name, at most 100 bytes long, and what it holds. */
function* tarEntries(tar) {
  for (let at = 0; at + TAR_BLOCK <= tar.length; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('utf8', at + 124, at + 136), 8) || 0;
    yield { name, data: tar.subarray(at + TAR_BLOCK, at + TAR_BLOCK + size) };
    at += TAR_BLOCK + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

/** Every file of a zip: its name, its Unix mode and a function that unpacks it. */
export function* zipEntries(zip) {
  const end = endOfDirectory(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const entry = readEntry(zip, at);
    at = entry.next;
    if (!entry.name.endsWith('/')) yield entry;
  }
}

function endOfDirectory(zip) {
  for (let end = zip.length - ZIP_END_BYTES; end >= 0; end -= 1) {
    if (zip.readUInt32LE(end) === ZIP_END) return end;
  }
  throw new Error('electron: not a zip');
}

function readEntry(zip, at) {
  const method = zip.readUInt16LE(at + 10);
  const packed = zip.readUInt32LE(at + 20);
  const size = zip.readUInt32LE(at + 24);
  const nameLength = zip.readUInt16LE(at + 28);
  const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  const local = zip.readUInt32LE(at + 42);
  const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
  const data = () => {
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const raw = zip.subarray(start, start + packed);
    const out = method === 8 ? inflateRawSync(raw) : raw;
    if (out.length !== size) throw new Error(`electron: ${name} is damaged`);
    return out;
  };
  return { name, mode: zip.readUInt32LE(at + 38) >>> 16, data, next };
}
