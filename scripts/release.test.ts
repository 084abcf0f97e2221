import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const COPIED = ['package.json', 'package-lock.json', '.npmrc', '.gitignore', 'scripts'];
/** Whom nobody answers. */
const NOBODY = 'http://127.0.0.1:9/';

interface Ended {
  readonly code: number;
  readonly said: string;
}

const CHANGELOG = `# Changelog

## Unreleased

- A mark in the menu bar.

## 0.1.0 (2026-01-02)

- The first one.
`;

/** A clone of a repository of its own, with our scripts and packages, and the place it came from. */
function createClone(changelog = CHANGELOG) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const place = (name: string): string => path.join(folder, name);
  const [seed, origin, clone] = [place('seed'), place('origin'), place('clone')] as const;
  // Why taken out: how these tests are run names an Electron that is there.
  const { ELECTRON_EXEC_PATH: _exe, ELECTRON_OVERRIDE_DIST_PATH: _dist, ...around } = process.env;
  const env = {
    ...around,
    ...{ GIT_CONFIG_GLOBAL: path.join(folder, 'none'), GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com' },
    ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' },
    ...{ npm_config_registry: NOBODY, npm_config_fetch_retries: '0' },
    ...{ npm_config_cache: path.join(folder, 'npm'), npm_config_update_notifier: 'false' },
    ...{ PLIMSOLL_ELECTRON: 'fallback' },
  };
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim();
  mkdirSync(seed);
  for (const name of COPIED) {
    cpSync(path.join(ROOT, name), path.join(seed, name), { recursive: true });
  }
  writeFileSync(path.join(seed, 'CHANGELOG.md'), changelog);
  git(seed, 'init', '--quiet', '--initial-branch', 'main');
  git(seed, 'add', '--all');
  git(seed, 'commit', '--quiet', '--message', 'All');
  git(folder, 'clone', '--quiet', '--bare', seed, origin);
  git(folder, 'clone', '--quiet', origin, clone);
  const node = (script: string, args: readonly string[], more: object = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: clone, env: { ...env, ...more } };
      const program = [path.join(clone, 'scripts', script), ...args];
      execFile(process.execPath, program, options, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
      );
    });
  return {
    folder,
    clone,
    git: (...args: readonly string[]) => git(clone, ...args),
    atOrigin: (...args: readonly string[]) => git(origin, ...args),
    read: (name: string) => readFileSync(path.join(clone, name), 'utf8'),
    write: (name: string, text: string) => writeFileSync(path.join(clone, name), text),
    release: (...args: readonly string[]) => node('release.mjs', args),
    releaseAt: (registry: string, version: string) =>
      node('release.mjs', [version], { npm_config_registry: registry }),
    node,
  };
}

/** A registry that knows Electron's newest version, and of some packages that they are weak. */
async function startRegistry(newest: string, weak: readonly string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const name = decodeURIComponent((request.url ?? '').slice(1));
    const isAudit = name.endsWith('/advisories/bulk');
    const version = name === 'electron' ? newest : '1.0.0';
    const advisory = { id: 1, title: 'x', severity: 'high', vulnerable_versions: '*', url: NOBODY };
    const answer = isAudit
      ? Object.fromEntries(weak.map((each) => [each, [advisory]]))
      : { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version } } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}

describe('release.mjs', () => {
  test('moves Unreleased under the version, raises both files, commits, tags, and pushes nothing', async () => {
    const repo = createClone();
    const before = repo.atOrigin('for-each-ref');
    const ended = await repo.release('0.2.0');
    expect(ended).toMatchObject({ code: 0 });
    expect(repo.read('CHANGELOG.md').replace(/\(\d{4}-\d\d-\d\d\)/, '(TODAY)')).toBe(
      CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 (TODAY)\n'),
    );
    const lock = JSON.parse(repo.read('package-lock.json'));
    expect([JSON.parse(repo.read('package.json')).version, lock.version]).toEqual([
      '0.2.0',
      '0.2.0',
    ]);
    expect(lock.packages[''].version).toBe('0.2.0');
    expect(repo.git('log', '-1', '--format=%s')).toBe('Release 0.2.0');
    const changed = repo.git('show', '--format=', '--numstat', 'HEAD').split('\n').toSorted();
    expect(changed).toEqual([
      '1\t1\tpackage.json',
      '2\t0\tCHANGELOG.md',
      '2\t2\tpackage-lock.json',
    ]);
    expect(repo.git('rev-parse', 'v0.2.0^{commit}')).toBe(repo.git('rev-parse', 'HEAD'));
    expect(repo.git('status', '--porcelain')).toBe('');
    expect(repo.atOrigin('for-each-ref')).toBe(before);
    expect(ended.said).toContain('git push --atomic origin main v0.2.0');
  });

  test.each<[string, readonly string[], string]>([
    ['the same version', ['0.1.0'], 'not newer'],
    ['an older version', ['0.0.9'], 'not newer'],
    ['no version', [], 'three numbers'],
    ['a pre-release', ['1.0.0-beta.1'], 'three numbers'],
    ['a tag for a version', ['v1.0.0'], 'three numbers'],
    ['more than a version', ['1.0.0', '--force'], 'usage'],
  ])('refuses %s', async (_name, args, why) => {
    const repo = createClone();
    const before = repo.git('for-each-ref');
    expect(await repo.release(...args)).toEqual({ code: 1, said: expect.stringContaining(why) });
    expect([repo.git('for-each-ref'), repo.git('status', '--porcelain')]).toEqual([before, '']);
  });

  test.each<[string, (repo: ReturnType<typeof createClone>) => void, string]>([
    ['a changed file', (repo) => repo.write('package.json', '{"version":"0.1.0"}'), 'has changes'],
    ['a new file', (repo) => repo.write('new.txt', ''), 'has changes'],
    ['a tag of that name', (repo) => repo.git('tag', 'v0.2.0'), 'there is a tag'],
  ])('refuses a tree with %s', async (_name, spoil, why) => {
    const repo = createClone();
    spoil(repo);
    const head = repo.git('rev-parse', 'HEAD');
    expect(await repo.release('0.2.0')).toEqual({ code: 1, said: expect.stringContaining(why) });
    expect(repo.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('refuses when Unreleased says nothing', async () => {
    const repo = createClone(CHANGELOG.replace('- A mark in the menu bar.\n\n', ''));
    expect(await repo.release('0.2.0')).toMatchObject({ code: 1 });
    expect(await repo.release('0.2.0')).toMatchObject({
      said: expect.stringContaining('Unreleased'),
    });
  });

  test('refuses an Electron that is not the newest, where the registry answers', async () => {
    const repo = createClone();
    const ended = await repo.releaseAt(await startRegistry('999.0.0'), '0.2.0');
    expect(ended).toEqual({ code: 1, said: expect.stringContaining('which is 999.0.0') });
    expect(repo.git('tag')).toBe('');
  });

  test('refuses what the audit finds in what ships, and releases what it finds nothing in', async () => {
    const repo = createClone();
    const weak = await repo.releaseAt(await startRegistry('1.0.0', ['undici']), '0.2.0');
    expect(weak).toEqual({
      code: 1,
      said: expect.stringMatching(/audit finds weaknesses: .*\bundici\b/),
    });
    const fine = await repo.releaseAt(await startRegistry('1.0.0'), '0.2.0');
    expect(fine).toMatchObject({ code: 0 });
    expect(fine.said).not.toMatch(/does not (say|answer)/);
  });
});

describe('release-gate.mjs', () => {
  const { version, devDependencies } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  );
  const told = CHANGELOG.replaceAll('0.1.0', version);

  /** An Electron of that version in a folder, and a package that says where the official one lies. */
  function giveElectron(repo: ReturnType<typeof createClone>, electron: string): string {
    const packageFolder = path.join(repo.clone, 'node_modules', 'electron');
    const dist = path.join(packageFolder, 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(path.join(packageFolder, 'package.json'), '{"version":"1.0.0"}');
    writeFileSync(path.join(packageFolder, 'path.txt'), 'electron');
    writeFileSync(path.join(dist, 'electron'), '');
    writeFileSync(path.join(dist, 'version'), electron);
    return dist;
  }

  test('lets the tagged version pass, on the official and newest Electron', async () => {
    const repo = createClone(told);
    giveElectron(repo, devDependencies.electron);
    const npm_config_registry = await startRegistry(devDependencies.electron);
    const ended = await repo.node('release-gate.mjs', [`v${version}`], { npm_config_registry });
    expect(ended).toEqual({ code: 0, said: expect.stringContaining('on the official Electron') });
  });

  test('refuses the older Electron that runs tests, whoever gave it', async () => {
    const repo = createClone(told);
    const dist = giveElectron(repo, '33.2.1');
    const why = `the official Electron ${devDependencies.electron}; here is 33.2.1`;
    for (const more of [{}, { ELECTRON_OVERRIDE_DIST_PATH: dist }]) {
      const ended = await repo.node('release-gate.mjs', [`v${version}`], more);
      expect(ended).toEqual({ code: 1, said: expect.stringContaining(why) });
    }
  });

  test('refuses an Electron that was not downloaded as the official one, even of that version', async () => {
    const repo = createClone(told);
    const dist = giveElectron(repo, devDependencies.electron);
    const more = { ELECTRON_OVERRIDE_DIST_PATH: dist };
    const ended = await repo.node('release-gate.mjs', [`v${version}`], more);
    expect(ended).toEqual({ code: 1, said: expect.stringContaining('(given)') });
  });

  test('refuses an Electron that is no longer the newest, and a registry that does not say', async () => {
    const repo = createClone(told);
    giveElectron(repo, devDependencies.electron);
    const silent = await repo.node('release-gate.mjs', [`v${version}`]);
    expect(silent).toEqual({ code: 1, said: expect.stringContaining('does not say which') });
    const npm_config_registry = await startRegistry('999.0.0');
    const old = await repo.node('release-gate.mjs', [`v${version}`], { npm_config_registry });
    expect(old).toEqual({ code: 1, said: expect.stringContaining('which is 999.0.0') });
  });

  test('refuses another tag, and a version that the changelog does not tell', async () => {
    const repo = createClone(told);
    const other = await repo.node('release-gate.mjs', ['v9.9.9']);
    expect(other).toEqual({ code: 1, said: expect.stringContaining('is not') });
    const untold = createClone(told.replace('- The first one.\n', ''));
    const ended = await untold.node('release-gate.mjs', [`v${version}`]);
    expect(ended).toEqual({ code: 1, said: expect.stringContaining('does not say what') });
  });
});

test('release-notes.mjs: what changed, which Electron is inside, and where it was tested', async () => {
  const repo = createClone();
  await repo.release('0.2.0');
  const results = path.join(repo.clone, 'results');
  mkdirSync(results);
  writeFileSync(
    path.join(results, 'a.md'),
    '| all | linux x64 | 20 | 33.2.1 (fallback) | success |\n',
  );
  const { code, said } = await repo.node('release-notes.mjs', [results]);
  expect(code).toBe(0);
  expect(said).toMatch(/^- A mark in the menu bar\.\n\nBuilt with Electron \d+\.\d+\.\d+,/);
  expect(said).toContain('| Electron | result |\n|---|---|---|---|---|\n| all | linux x64 |');
  expect(said).not.toContain('The first one');
});

test('ci-result.mjs: tells the Electron that was there, and none where there was none', async () => {
  const repo = createClone();
  const more = { ELECTRON_OVERRIDE_DIST_PATH: repo.clone };
  const ended = await repo.node('ci-result.mjs', ['unit tests', 'success'], more);
  expect(ended.said).toMatch(
    /^\| unit tests \| \w+ \w+ \| [\d.]+ \| unknown \(given\) \| success \|\n$/,
  );
  const none = await repo.node('ci-result.mjs', ['unit tests', 'failure']);
  expect(none.said).toContain('| none | failure |');
});
