// Facts about the witness: what it notes of real polls is what was really touched, told by the disk and
// by the server, and never anything secret.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Deed,
  type Deeds,
  emptyTrust,
  noteDeed,
  type TrustRecord,
} from '../core/trust/trust.ts';
import { makeScene, type Scene } from '../testing/scene.ts';
import { nodePorts } from './node-ports.ts';
import { openHome } from './open-home.ts';
import { createWitness, USUAL_HOSTS } from './witness.ts';

async function makeWitnessed(scene: Scene, codexHome = scene.codexHome) {
  const seen = { record: emptyTrust(0) as TrustRecord };
  const home = await openHome({
    codexHome,
    plimsollHome: scene.plimsollHome,
    version: '0',
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDirectory: scene.folder,
    proxyFor: async () => 'none',
    authorityEnv: {},
    power: { mayExchange: () => true, stayAwake: () => () => {} },
    renewal: () => 'plimsoll',
    asksNobody: () => false,
    pace: undefined,
    tokenUrlOverride: scene.standIn.tokenUrl,
    note(deed) {
      seen.record = noteDeed(seen.record, deed, Date.now());
    },
  });
  const poll = () => home.poll({ force: true, onceMore: false });
  return { seen, poll };
}

const targetsOf = (deeds: readonly Deeds[], wanted: Deed['kind']): readonly string[] => [
  ...new Set(deeds.filter(({ kind }) => kind === wanted).map(({ target }) => target)),
];

/** All files below a folder, as the witness would name them. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `~${path.join(parentPath, name).slice(folder.length)}`)
    .map((name) => name.replace(/[0-9a-f]{16}(?=\.json$)/, '…'))
    .toSorted();
}

async function recovered() {
  const scene = await makeScene({ onTestFinished });
  const signIn = await scene.signIn();
  scene.standIn.expireAccess(signIn.accessToken);
  const { seen, poll } = await makeWitnessed(scene);
  const outcome = await poll();
  expect(outcome.recovery.map(({ step, outcome: came }) => `${step} ${came}`)).toContain(
    'refresh saved',
  );
  return { scene, signIn, deeds: seen.record.deeds };
}

describe('a poll with recovery', () => {
  test('names the hosts that were asked, for what, and how often, as the server counted', async () => {
    const { scene, deeds } = await recovered();
    const { host } = new URL(scene.standIn.tokenUrl);
    const asked = (route: string): number =>
      scene.standIn.requests.filter((request) => request.route === route).length;
    const contacted = deeds.filter(({ kind }) => kind === 'contacted');
    expect(
      contacted.map(({ target, purpose, count, troubles }) => [target, purpose, count, troubles]),
    ).toEqual([
      [host, 'renewal', asked('token'), 0],
      [host, 'usage', asked('usage'), 1],
    ]);
    expect(scene.standIn.requests).toHaveLength(asked('token') + asked('usage'));
  });

  test('names every file that is there now, and none that never was', async () => {
    const { scene, deeds } = await recovered();
    const there = await filesBelow(scene.folder);
    const written = deeds.filter(({ kind }) => kind === 'written');
    // Codex's settings were there before, and are only read.
    expect(there.filter((name) => name !== '~/codex/config.toml')).toEqual(
      targetsOf(
        written.filter(({ target }) => there.includes(target)),
        'written',
      ).toSorted(),
    );
    const gone = written.filter(({ target }) => !there.includes(target));
    expect(gone.map(({ target, result }) => [target, result]).toSorted()).toEqual([
      ['~/codex/.plimsoll-rotation', 'removed'],
      // Renamed to auth.json.
      ['~/codex/.plimsoll-….tmp', 'done'],
      ['~/plimsoll', 'done'],
      ['~/plimsoll/history', 'done'],
      ['~/plimsoll/readings', 'done'],
    ]);
    expect(written.filter(({ troubles }) => troubles > 0)).toEqual([]);
  });

  test('names what was read, and what was looked for in vain', async () => {
    const { deeds } = await recovered();
    // How running programs are looked for is each system's own.
    const read = deeds.filter(
      ({ kind, purpose }) => kind === 'read' && purpose !== 'running-programs',
    );
    expect(read.map(({ target, result }) => [target, result]).toSorted()).toEqual([
      ['~/codex', 'done'],
      ['~/codex/.plimsoll-rotation', 'missing'],
      ['~/codex/auth.json', 'done'],
      ['~/codex/config.toml', 'done'],
      ['~/plimsoll', 'done'],
      ['~/plimsoll/history', 'done'],
      ['~/plimsoll/history/….json', 'missing'],
      ['~/plimsoll/ledger.json', 'done'],
    ]);
    expect(read.map(({ purpose }) => purpose)).not.toContain('linked');
  });

  test('names the program that takes the locks', async () => {
    const { deeds } = await recovered();
    const locking = deeds.filter(({ purpose }) => purpose === 'lock-helper');
    expect(targetsOf(locking, 'started')).toEqual(process.platform === 'linux' ? ['flock'] : []);
  });
});

test('a second poll that finds all as it was writes only what it wrote before', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  const { seen, poll } = await makeWitnessed(scene);
  await poll();
  const before = targetsOf(seen.record.deeds, 'written');
  await poll();
  expect(targetsOf(seen.record.deeds, 'written').toSorted()).toEqual(before.toSorted());
});

test('a server that cannot be reached is said so, and no other host is named', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  await scene.standIn.goOffline();
  const { seen, poll } = await makeWitnessed(scene);
  await poll();
  const contacted = seen.record.deeds.filter(({ kind }) => kind === 'contacted');
  expect(contacted.map(({ purpose, result }) => [purpose, result])).toEqual([
    ['usage', 'unreachable'],
  ]);
});

test('an address that is refused is no host that was contacted', async () => {
  const scene = await makeScene({ onTestFinished });
  await scene.signIn();
  await scene.writeConfig('chatgpt_base_url = "http://somewhere.example.invalid"\n');
  const { seen, poll } = await makeWitnessed(scene);
  await poll();
  expect(targetsOf(seen.record.deeds, 'contacted')).toEqual([]);
});

test('no piece of a token is noted, whatever folder it names, and whatever fails', async () => {
  const scene = await makeScene({ onTestFinished });
  const { refreshToken, accessToken } = await scene.signIn();
  const codexHome = path.join(scene.folder, refreshToken);
  await rename(scene.codexHome, codexHome);
  scene.standIn.expireAccess(accessToken);
  const { seen, poll } = await makeWitnessed(scene, codexHome);
  await poll();
  await rm(path.join(codexHome, 'auth.json'));
  await mkdir(path.join(codexHome, 'auth.json'));
  await poll();
  await writeFile(path.join(codexHome, 'config.toml'), `chatgpt_base_url = "${accessToken}"`);
  await poll();
  const noted = JSON.stringify(seen.record);
  expect(noted).toContain('auth.json');
  for (const token of [refreshToken, accessToken])
    for (let at = 0; at + 12 <= token.length; at += 1)
      expect(noted).not.toContain(token.slice(at, at + 12));
});

describe('createWitness', () => {
  const folders = { homeDirectory: '/h', codexHome: '/h/.codex', plimsollHome: '/h/p' };

  function witnessing(platform: NodeJS.Platform = 'linux') {
    const deeds: string[] = [];
    const note = ({ kind, target, purpose, result }: Deed): void => {
      deeds.push(`${kind} ${target} ${purpose} ${result}`);
    };
    return { deeds, witness: createWitness({ ...folders, platform, note }) };
  }

  test('names a proxy by its host alone', async () => {
    const { deeds, witness } = witnessing();
    const uri = 'http://ada:secret@proxy.example.invalid:3128';
    const route = await witness.proxyFor(async () => ({ uri }))('https://chatgpt.com/x');
    expect(route).toEqual({ uri });
    await witness.proxyFor(async () => 'none')('https://chatgpt.com/x');
    expect(deeds).toEqual(['contacted proxy.example.invalid proxy done']);
  });

  test.each([
    ['linux', 'read /proc'],
    ['darwin', 'started ps'],
    ['win32', 'started tasklist'],
  ] as const)('on %s, says how running programs are looked for: %s', async (platform, deed) => {
    const { deeds, witness } = witnessing(platform);
    const processes = witness.processes({ isCodexAlive: async () => true });
    expect(await processes.isCodexAlive('/h/.codex')).toBe(true);
    expect(deeds).toEqual([`${deed} running-programs done`]);
  });

  test('notes no program for a lock where none is needed, or none could be had', async () => {
    const free = { acquire: async () => async () => {} };
    const none = { acquire: async () => 'unsupported' as const };
    const mac = witnessing('darwin');
    await mac.witness.locks(free).acquire('/h/p/x.lock', 1);
    const linux = witnessing();
    await linux.witness.locks(none).acquire('/h/p/x.lock', 1);
    expect([mac.deeds, linux.deeds]).toEqual([[], []]);
  });

  test('notes bundles that were looked for, and the Codex that was started', () => {
    const { deeds, witness } = witnessing();
    witness.sawBundle('/etc/ssl/cert.pem', false);
    witness.sawCodex('/h/bin/codex', true);
    expect(deeds).toEqual([
      'read /etc/ssl/cert.pem authorities missing',
      'started ~/bin/codex codex-renews done',
    ]);
  });

  test('passes on every failure of a file as it is', async () => {
    const { deeds, witness } = witnessing();
    const files = witness.files(nodePorts.files);
    await expect(files.open('/h/.codex/auth.json', 0)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.rename('/h/a', '/h/.codex/auth.json')).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(files.unlink('/h/a')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(deeds).toEqual([
      'read ~/.codex/auth.json sign-in missing',
      'written ~/.codex/auth.json sign-in missing',
    ]);
  });
});

test('USUAL_HOSTS: names hosts and nothing else of an address', () => {
  expect(USUAL_HOSTS.map(({ target, purpose }) => [target, purpose])).toEqual([
    ['chatgpt.com', 'usage'],
    ['chatgpt.com', 'reset-list'],
    ['auth.openai.com', 'renewal'],
  ]);
});
