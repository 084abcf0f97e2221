// Mutants of how a grant is kept and put into auth.json: each takes out one mechanism of
// reliability.md 3.2 to 3.4.

import type { Edit, Mutant } from './mutation.ts';

const EXCHANGE = 'main/codex/renewal/exchange.ts';
const PUBLISH = 'main/codex/renewal/publish.ts';
const ROTATION = 'main/codex/renewal/rotation.ts';
const DURABLE = 'main/codex/durable.ts';
const OWN_LOCK: Edit = {
  file: ROTATION,
  find: 'locks.acquire(realPath + LOCK_SUFFIX, OWN_LOCK_WAIT_MS)',
  replace: 'Promise.resolve(async () => {})',
};
const RECEIVE = 'if (body !== null) await journal.received(body).catch(() => undefined);';
const UNDERSTAND = 'const understood = readExchangeAnswer(answer, { nowMs: ports.clock.nowMs() });';
export const SAVING_MUTANTS: readonly Mutant[] = [
  {
    name: 'no last look',
    edits: [
      { file: EXCHANGE, find: 'last.ok && isSameLook(last.value, look)', replace: 'last.ok' },
    ],
    invariants: ['last look'],
  },
  {
    name: 'no account check',
    edits: [
      {
        file: 'main/codex/renewal/rotation-parts.ts',
        find: "if (access === 'other') return null;",
        replace: "if (access !== 'never') return grant;",
      },
    ],
    invariants: ['I6'],
  },
  {
    name: 'no compare',
    edits: [
      {
        file: PUBLISH,
        find: "if (!(await isParent(look.value.signIn))) return { kind: 'disk-won', look: look.value };",
        replace: '',
      },
    ],
    invariants: ['I6'],
  },
  { name: 'no own lock', edits: [OWN_LOCK], invariants: ['I1', 'I2', 'verdict'] },
  {
    name: 'no journal',
    edits: [{ file: EXCHANGE, find: RECEIVE, replace: '' }],
    invariants: ['I1'],
  },
  {
    name: 'journal after parsing',
    edits: [
      { file: EXCHANGE, find: RECEIVE, replace: '' },
      {
        file: EXCHANGE,
        find: UNDERSTAND,
        replace: `${UNDERSTAND}
  await ports.clock.sleep(1);
  await lookAt(ports, authFile);
  ${RECEIVE}`,
      },
    ],
    invariants: ['I1'],
  },
  {
    name: 'in-place write',
    edits: [
      {
        file: PUBLISH,
        find: 'await ports.files.rename(prepared.path, realPath);',
        replace: `const handle = await ports.files.open(realPath, 0o1001);
    await handle.write(Buffer.from(merged), 0, size, 0);
    await handle.close();`,
      },
    ],
    invariants: ['I3'],
  },
  {
    name: 'single write without loop',
    edits: [
      {
        file: DURABLE,
        find: 'while (written < bytes.length) {',
        replace: 'if (written < bytes.length) {',
      },
    ],
    invariants: ['I3', 'I7', 'verdict'],
  },
  {
    name: 'no fsync',
    edits: [
      {
        file: 'main/codex/renewal/temp-file.ts',
        find: "error('the document is not all there');\n      await handle.sync();".replace(
          'error',
          'new Error',
        ),
        replace: "new Error('the document is not all there');",
      },
    ],
    invariants: ['verdict'],
  },
  {
    name: 'temp without exclusive',
    edits: [
      { file: DURABLE, find: 'constants.O_CREAT | constants.O_EXCL', replace: 'constants.O_CREAT' },
    ],
    invariants: ['I5'],
  },
  {
    name: "Codex's locks in the wrong order",
    edits: [
      {
        file: 'main/codex/renewal/codex-locks.ts',
        find: 'locks.acquire(paths.home,',
        replace: 'locks.acquire(paths.FILE,',
      },
      {
        file: 'main/codex/renewal/codex-locks.ts',
        find: 'locks.acquire(paths.file,',
        replace: 'locks.acquire(paths.home,',
      },
      {
        file: 'main/codex/renewal/codex-locks.ts',
        find: 'locks.acquire(paths.FILE,',
        replace: 'locks.acquire(paths.file,',
      },
    ],
    invariants: ['locks'],
  },
  {
    name: "Codex's locks held across the exchange",
    edits: [
      {
        file: EXCHANGE,
        find: 'const answer = await openai.exchange(',
        replace: `const held = await ports.locks.acquire(\`\${look.realPath}.lock\`, 2000);
  const answer = await openai.exchange(`,
      },
      {
        file: EXCHANGE,
        find: UNDERSTAND,
        replace: `if (typeof held === 'function') await held();\n  ${UNDERSTAND}`,
      },
    ],
    invariants: ['locks'],
  },
];
