// Makes the packages that the tests of this folder look into, by the script that people use, into a
// temporary folder that goes when the tests are over. Compressed little: that is not what is tested.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FAST = ['-c.compression=store', '-c.deb.compression=gz', '-c.rpm.compression=gzip'];

/** Playwright runs it before the first test, and what it gives back after the last. */
export default function make(): () => void {
  if (process.getuid?.() !== 0) {
    console.log('not root: the deb is not installed, and no hosts are counted in a sealed network');
  }
  // By hand: the same packages for several runs.
  if (process.env.PLIMSOLL_TEST_PACKAGES !== undefined) return () => {};
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-packages-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const targets = ['--linux', 'tar.gz', 'zip', 'deb', 'rpm'];
  const script = path.join(process.cwd(), 'scripts', 'run.mjs');
  const args = [script, 'package', ...targets, ...FAST, `-c.directories.output=${folder}`];
  try {
    execFileSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    remove();
    throw error;
  }
  process.env.PLIMSOLL_TEST_PACKAGES = folder;
  return remove;
}
