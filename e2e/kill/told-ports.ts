// The real ports, every call of which is told before and after it is made, and may be the last one.
// A call that is held is never made; one that is on its way when the process is killed, may be.

import path from 'node:path';
import { createHttp, type Http } from '../../main/codex/http/http.ts';
import { createLocks } from '../../main/codex/locks.ts';
import { nodePorts } from '../../main/codex/node-ports.ts';
import type { Files, Locks, OpenFile } from '../../main/codex/ports.ts';

/** Makes a call under its name. */
export type Tell = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** Files, locks and requests as they really are, under `tell`. */
export function toldPorts(tell: Tell): { files: Files; locks: Locks; http: Http } {
  const files = toldFiles(tell);
  const locks = createLocks({ ...nodePorts, files, platform: process.platform });
  const http = createHttp({ proxyFor: async () => 'none' });
  return {
    files,
    locks: {
      async acquire(file, waitMs) {
        const release = await tell(`lock ${nameOf(file)}`, () => locks.acquire(file, waitMs));
        if (typeof release !== 'function') return release;
        return () => tell(`unlock ${nameOf(file)}`, release);
      },
    },
    http: {
      send: (request) => tell(`send ${path.basename(request.url)}`, () => http.send(request)),
    },
  };
}

function toldFiles(tell: Tell): Files {
  const { files } = nodePorts;
  return {
    open: (file, flags, mode) =>
      tell(`open ${nameOf(file)}`, async () =>
        toldFile(tell, nameOf(file), await files.open(file, flags, mode)),
      ),
    rename: (from, to) => tell(`rename ${nameOf(to)}`, () => files.rename(from, to)),
    unlink: (file) => tell(`unlink ${nameOf(file)}`, () => files.unlink(file)),
    realpath: (file) => tell(`realpath ${nameOf(file)}`, () => files.realpath(file)),
    lstat: (file) => tell(`lstat ${nameOf(file)}`, () => files.lstat(file)),
    readdir: (folder) => tell(`readdir ${nameOf(folder)}`, () => files.readdir(folder)),
    mkdir: (folder, options) => tell(`mkdir ${nameOf(folder)}`, () => files.mkdir(folder, options)),
  };
}

function toldFile(tell: Tell, name: string, file: OpenFile): OpenFile {
  return {
    fd: file.fd,
    stat: () => tell(`stat ${name}`, () => file.stat()),
    read: (buffer, offset, length, position) =>
      tell(`read ${name}`, () => file.read(buffer, offset, length, position)),
    write: (buffer, offset, length, position) =>
      tell(`write ${name}`, () => file.write(buffer, offset, length, position)),
    truncate: (length) => tell(`truncate ${name}`, () => file.truncate(length)),
    sync: () => tell(`sync ${name}`, () => file.sync()),
    datasync: () => tell(`datasync ${name}`, () => file.datasync()),
    close: () => tell(`close ${name}`, () => file.close()),
  };
}

/** The same name in every run: what is random in a name goes. */
function nameOf(file: string): string {
  return path.basename(file).replace(/[0-9a-f]{12}/, '*');
}
