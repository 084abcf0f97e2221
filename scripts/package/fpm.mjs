#!/usr/bin/env node
// Stands in for the `fpm` that electron-builder downloads: makes a deb with Debian's own dpkg-deb and an
// rpm with rpmbuild. Understands the options that electron-builder passes, and refuses any other.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const REPEATED = ['-d', '--deb-recommends', '--deb-suggests'];
const VALUED = [
  ...['-s', '-t', '--architecture', '--name', '--version', '--package', '--iteration'],
  ...['--description', '--maintainer', '--vendor', '--url', '--license', '--category'],
  ...['--after-install', '--after-remove', '--deb-priority', '--deb-compression'],
  ...['--rpm-os', '--rpm-compression', '--rpm-summary'],
];
const KIB = 1024;

/** Source: rpmbuild(8) and rpm's macros, documented; names of payloads as in rpm 4.18. */
const RPM_PAYLOADS = { none: 'w0.gzdio', gzip: 'w6.gzdio', bzip2: 'w9.bzdio' };

const { one, many, mappings } = parse(process.argv.slice(2));
const makers = { deb: makeDeb, rpm: makeRpm };
const make = makers[one('-t')];
if (make === undefined) throw new Error(`fpm stand-in: it makes no ${one('-t')}`);
const work = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-package-'));
try {
  chmodSync(work, 0o755);
  const tree = path.join(work, 'tree');
  const bytes = layTree(tree);
  make({ work, tree, bytes });
} finally {
  rmSync(work, { recursive: true, force: true });
}

function parse(args) {
  const values = new Map();
  const maps = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (VALUED.includes(word) || REPEATED.includes(word)) {
      at += 1;
      values.set(word, [...(values.get(word) ?? []), args[at]]);
    } else if (word.startsWith('-') && word !== '--force') {
      throw new Error(`fpm stand-in: unknown option ${word}`);
    } else if (word !== '--force') {
      const cut = word.lastIndexOf('=');
      maps.push({ from: word.slice(0, cut), to: word.slice(cut + 1) });
    }
  }
  return {
    one: (name, other = '') => values.get(name)?.at(-1) ?? other,
    many: (name) => values.get(name) ?? [],
    mappings: maps,
  };
}

/** Lays everything where it will be installed; says how many bytes that are. */
function layTree(tree) {
  mkdirSync(tree, { mode: 0o755 });
  for (const { from, to } of mappings) {
    const target = path.join(tree, to);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(from, target, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
  }
  return tidyModes(tree);
}

/** Readable by everybody, writable by root alone, whatever the umask was that it was built under. */
function tidyModes(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      chmodSync(file, 0o755);
      bytes += tidyModes(file);
    } else if (entry.isFile()) {
      const { mode, size } = lstatSync(file);
      chmodSync(file, mode & 0o111 ? 0o755 : 0o644);
      bytes += Math.ceil(size / KIB) * KIB;
    }
  }
  return bytes;
}

function description() {
  const lines = one('--description')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { first: lines[0] ?? one('--name'), rest: lines.slice(1) };
}

function makeDeb({ tree, bytes }) {
  const folder = path.join(tree, 'DEBIAN');
  mkdirSync(folder, { mode: 0o755 });
  const { first, rest } = description();
  const list = (field, option) =>
    many(option).length === 0 ? [] : [`${field}: ${many(option).join(', ')}`];
  const control = [
    `Package: ${one('--name')}`,
    `Version: ${one('--version')}`,
    `Architecture: ${one('--architecture')}`,
    `Maintainer: ${one('--maintainer')}`,
    `Installed-Size: ${Math.ceil(bytes / KIB)}`,
    ...list('Depends', '-d'),
    ...list('Recommends', '--deb-recommends'),
    ...list('Suggests', '--deb-suggests'),
    `Section: ${one('--category', 'utils')}`,
    `Priority: ${one('--deb-priority', 'optional')}`,
    `Homepage: ${one('--url')}`,
    `Description: ${first}`,
    ...rest.map((line) => ` ${line}`),
  ];
  writeFileSync(path.join(folder, 'control'), `${control.join('\n')}\n`, { mode: 0o644 });
  for (const [option, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm'],
  ]) {
    if (one(option) === '') continue;
    writeFileSync(path.join(folder, name), readFileSync(one(option)), { mode: 0o755 });
  }
  // Source: dpkg-deb(1) names gzip so; fpm, and electron-builder with it, says gz.
  const compression = { gz: 'gzip', bzip2: 'gzip', '': 'xz' }[one('--deb-compression')];
  const packer = `-Z${compression ?? one('--deb-compression')}`;
  execFileSync('dpkg-deb', ['--root-owner-group', packer, '--build', tree, one('--package')], {
    stdio: 'inherit',
  });
}

function makeRpm({ work, tree }) {
  const { first, rest } = description();
  const script = (section, option) =>
    one(option) === '' ? [] : [section, readFileSync(one(option), 'utf8')];
  const spec = [
    `Name: ${one('--name')}`,
    `Version: ${one('--version')}`,
    `Release: ${one('--iteration', '1')}`,
    `Summary: ${one('--rpm-summary', first)}`,
    `License: ${one('--license')}`,
    `Vendor: ${one('--vendor')}`,
    `URL: ${one('--url')}`,
    `BuildArch: ${rpmMachine()}`,
    // Why: what is inside is Electron's own and asks for nothing by rpm's way of naming libraries.
    'AutoReqProv: no',
    ...many('-d').map((need) => `Requires: ${need}`),
    ...['%description', first, ...rest],
    ...['%install', `cp -a '${tree}/.' '%{buildroot}/'`],
    ...script('%post -p /bin/sh', '--after-install'),
    ...script('%postun -p /bin/sh', '--after-remove'),
    ...['%files', '%defattr(-,root,root,-)', ...filesIn(tree)],
  ];
  const specFile = path.join(work, 'plimsoll.spec');
  writeFileSync(specFile, `${spec.join('\n')}\n`);
  const payload = RPM_PAYLOADS[one('--rpm-compression')] ?? 'w7T0.xzdio';
  const defines = [
    ...[`_topdir ${work}/rpm`, `_rpmdir ${work}/made`, `_binary_payload ${payload}`],
    // Why: programs of others are shipped as they came, neither stripped nor rewritten.
    ...['__os_install_post %{nil}', '_build_id_links none', 'debug_package %{nil}'],
    ...[`_tmppath ${work}`, '_buildhost localhost'],
  ].flatMap((each) => ['--define', each]);
  const machine = ['--target', `${rpmMachine()}-linux`];
  execFileSync('rpmbuild', ['-bb', '--quiet', ...machine, ...defines, specFile], {
    stdio: 'inherit',
  });
  const [made] = readdirSync(path.join(work, 'made'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.rpm'),
  );
  move(path.join(work, 'made', made), one('--package'));
}

/** electron-builder names machines as Debian does. */
function rpmMachine() {
  const name = one('--architecture');
  return { amd64: 'x86_64', arm64: 'aarch64' }[name] ?? name;
}

/** Every file, and the folders that are the app's own: those of the system belong to others. */
function filesIn(tree, folder = '') {
  return readdirSync(path.join(tree, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [`"${name}"`];
    const own = name.startsWith('/opt/') ? [`%dir "${name}"`] : [];
    return [...own, ...filesIn(tree, name)];
  });
}

/** Why not by rename alone: the folder for temporary files may be another disk. */
function move(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    cpSync(from, to);
  }
}
