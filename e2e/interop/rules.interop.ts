// Our copy of Codex's rules beside the newest Codex: the same verdict on every file.
// The table breaks one rule at a time; then come files that are damaged at random.

import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { codexRefusal } from '../../main/core/codex-rules.ts';
import {
  type AuthCase,
  acceptedCases,
  refusedCases,
  sampleText,
  stricterCases,
} from './auth-cases.ts';
import { makeCodexHome, runCodex } from './codex.ts';

const [newest] = inject('codexPrograms');
const home = makeCodexHome(null);
afterAll(() => home.remove());

type Verdict = 'accepted' | 'refused';

/** Source: codex-cli 0.169.0; observed. Other errors are about whom the file signs in. */
const REFUSAL = /failed to deserialize CLI auth from file|stream did not contain valid UTF-8/;

/** Whether Codex could make sense of the file; whom it is signed in as is another question. */
async function askCodex(content: string | Uint8Array): Promise<Verdict> {
  if (newest === undefined) throw new Error('there is no Codex program');
  home.write(content);
  const { output } = await runCodex(newest, home, ['login', 'status']);
  return REFUSAL.test(output) ? 'refused' : 'accepted';
}

function askOurCopy(content: string | Uint8Array): Verdict {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = typeof content === 'string' ? content : decoder.decode(content);
    return codexRefusal(text) === null ? 'accepted' : 'refused';
  } catch {
    // Not UTF-8: our reader never gets as far as the rules.
    return 'refused';
  }
}

async function expectVerdicts(
  content: string | Uint8Array,
  expected: { readonly codex: Verdict; readonly ours: Verdict },
): Promise<void> {
  expect({ codex: await askCodex(content), ours: askOurCopy(content) }).toEqual(expected);
}

const REFUSED = { codex: 'refused', ours: 'refused' } as const;
const ACCEPTED = { codex: 'accepted', ours: 'accepted' } as const;

const samples = readdirSync(new URL('../../main/core/samples/auth/', import.meta.url)).map(
  (name): AuthCase => [name, sampleText(name.replace('.json', ''))],
);

describe('Codex and our copy of its rules', () => {
  test('are asked about at least 50 broken files', () => {
    expect(refusedCases.length).toBeGreaterThanOrEqual(50);
  });

  test.each(refusedCases)('refuse the file, given %s', (_, content) =>
    expectVerdicts(content, REFUSED),
  );
  test.each(acceptedCases)('accept the file, given %s', (_, content) =>
    expectVerdicts(content, ACCEPTED),
  );
  test.each(samples)('agree about the sample %s', (name, content) =>
    expectVerdicts(content, name.startsWith('invalid-') ? REFUSED : ACCEPTED),
  );
  test.each(stricterCases)('differ, and ours is the stricter, given %s', (_, content) =>
    expectVerdicts(content, { codex: 'accepted', ours: 'refused' }),
  );
});
