// What travels with every package besides the app: whose work is in it, under which licences, and the
// same as a bill of materials. Both from the lockfile and the installed packages; nothing is typed in.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;
const RULE = '-'.repeat(80);

/** Writes THIRD-PARTY-NOTICES.txt and sbom.cdx.json into the folder. */
export function writeLegal({ root, folder, electronVersion }) {
  const notices = shippedPackages(root).map((entry) => noticeOf(root, entry));
  const head = [
    'Plimsoll is made with the work of others. Each package that ships in it, with its licence:',
    '',
    `Electron ${electronVersion} and Chromium: LICENSE.electron.txt and LICENSES.chromium.html beside the app.`,
  ];
  const text = [head.join('\n'), ...notices].join(`\n\n${RULE}\n\n`);
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), `${text}\n`);
  writeFileSync(path.join(folder, 'sbom.cdx.json'), billOfMaterials({ root, electronVersion }));
}

/**
 * Every package that the app's own need at run time. Electron is not among them: it is no package of
 * the app but what the app runs on, and brings its own licences.
 */
export function shippedPackages(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  const visit = (from, { dependencies = {} }) => {
    for (const name of Object.keys(dependencies)) {
      const place = placeOf(packages, from, name);
      if (place === null || found.has(place)) continue;
      found.set(place, { place, name, ...packages[place] });
      visit(place, packages[place]);
    }
  };
  visit('', packages['']);
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where Node finds a package: beside the one that asks, or in a folder further up. */
function placeOf(packages, from, name) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '') return null;
  }
}

function noticeOf(root, { place, name, version, license }) {
  const folder = path.join(root, place);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const texts = files
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  const title = `${name} ${version} (${license})`;
  if (texts.length === 0)
    return `${title}\n\nThe package names its licence and brings no text of it.`;
  return [title, ...texts].join('\n\n');
}

/**
 * Why not npm's own `--omit dev`: it leaves out what a tool of ours needs as well, such as preact.
 * Source: npm 10 and 11; observed.
 */
function billOfMaterials({ root, electronVersion }) {
  const shipped = shippedPackages(root);
  const made = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bill = JSON.parse(made);
  const wanted = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const isWanted = ({ name, version }) => name === 'electron' || wanted.has(`${name}@${version}`);
  const components = bill.components
    .filter(isWanted)
    .map((each) => (each.name === 'electron' ? withVersion(each, electronVersion) : each));
  const refs = new Set([...components, bill.metadata.component].map((each) => each['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`;
}

/** The Electron that is really in it, which may be another one than the lockfile names. */
function withVersion({ hashes, externalReferences, ...component }, version) {
  if (component.version === version) return { ...component, hashes, externalReferences };
  return { ...component, version, purl: `pkg:npm/electron@${version}` };
}
