import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../../testing/place.ts';
import { LINUX_BUNDLES, systemAuthorities } from './system-authorities.ts';

const pem = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(text).toString('base64')}\n-----END CERTIFICATE-----`;
const platform = 'darwin';

test('systemAuthorities: are those of the bundles that the environment names, once each', async () => {
  const { folder } = await makePlace({ onTestFinished });
  const [extra, bundle] = [path.join(folder, 'extra.pem'), path.join(folder, 'bundle.pem')];
  await writeFile(extra, `# a comment\n${pem('a')}\n`);
  await writeFile(bundle, `${pem('b')}\n${pem('a')}\nleft over`);
  const env = { NODE_EXTRA_CA_CERTS: extra, SSL_CERT_FILE: bundle };
  const listOf = () => [];
  expect(await systemAuthorities({ env, platform, listOf })).toEqual([pem('a'), pem('b')]);
});

test('systemAuthorities: are those that Node knows of the system, where it does', async () => {
  const listOf = (type: 'system' | 'extra') => [pem(type)];
  const found = await systemAuthorities({ env: {}, platform, listOf });
  expect(found).toEqual([pem('system'), pem('extra')]);
});

test('systemAuthorities: are none, when what is named is missing, a folder, huge or a FIFO', async () => {
  const { folder } = await makePlace({ onTestFinished });
  const huge = path.join(folder, 'huge');
  await writeFile(huge, pem('a').repeat(200_000));
  const fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  for (const file of [path.join(folder, 'none'), folder, huge, fifo, '']) {
    const env = { SSL_CERT_FILE: file };
    expect(await systemAuthorities({ env, platform, listOf: () => [] })).toEqual([]);
  }
});

test('systemAuthorities: finds the bundle of a Linux system', async () => {
  const found = await systemAuthorities({ env: {}, platform: 'linux', listOf: () => [] });
  expect(found.length > 0).toBe(LINUX_BUNDLES.some((file) => existsSync(file)));
  expect(found.every((text) => text.startsWith('-----BEGIN CERTIFICATE-----'))).toBe(true);
});
