import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSchemeHandler } from './desktop/scheme.ts';

const root = path.join(import.meta.dirname, '..');
const textOf = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const page = textOf('SECURITY.md');

interface Held {
  readonly file: string;
  readonly title: string;
}

/** Every test that the page names: `file`: “title”. */
const held: readonly Held[] = [...page.matchAll(/`([\w./-]+)`: “([^”]+)”/g)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

describe('SECURITY.md', () => {
  const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));

  test('has a row for each of the 20 points, in order', () => {
    const points = rows.map((row) => Number(row.split('|')[1]));
    expect(points).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  test('names at least one test in every row of its tables', () => {
    const table = page.split('\n').filter((line) => /^\| (?!who|#)/.test(line));
    expect(table.filter((row) => !/: “[^”]+”( \||;)/.test(row))).toEqual([]);
    expect(held.length).toBeGreaterThan(table.length);
  });

  test.each(held)('$file has the test “$title”', ({ file, title }) => {
    const text = textOf(file).replaceAll('\\n', ' ');
    const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
    const at = quoted.map((each) => text.indexOf(each)).find((found) => found >= 0) ?? -1;
    // What stands before a title is the call that makes it a test: `test(` or the end of `.each(…)(`.
    expect(text.slice(0, Math.max(at, 0)).trimEnd()).toMatch(/\($/);
  });
});

test('the page: has the policy of the header', async () => {
  const answer = await createSchemeHandler(root)(new Request('plimsoll://panel/none'));
  const header = answer.headers.get('content-security-policy') ?? '';
  const [, meta] =
    /Content-Security-Policy"\s+content="([^"]+)"/.exec(textOf('renderer/index.html')) ?? [];
  // Source: the HTML standard; a page's own policy may not say who frames it.
  expect(meta).toBe(header.replace("frame-ancestors 'none'; ", ''));
});

test('the packages: register no scheme with the system', () => {
  expect(textOf('electron-builder.yml')).not.toMatch(
    /^\s*-?\s*(protocols|schemes|CFBundleURLTypes|MimeType):/m,
  );
});

test('the fuses: are set the safe way for every package', () => {
  const [, block = ''] =
    /^electronFuses:\n((?: {2}.*\n)+)/m.exec(textOf('electron-builder.yml')) ?? [];
  const fuses = [...block.matchAll(/^ {2}(\w+): (\w+)/gm)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(fuses)).toMatchObject({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    onlyLoadAppFromAsar: 'true',
    enableEmbeddedAsarIntegrityValidation: 'true',
    grantFileProtocolExtraPrivileges: 'false',
    enableCookieEncryption: 'true',
    loadBrowserProcessSpecificV8Snapshot: 'false',
  });
});
