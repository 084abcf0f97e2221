// What a person hears who listens to the popover: kept in spoken/ as text, and read by people when it
// changes. `npm run screenshots -- --baseline` writes it anew.

import { readFileSync } from 'node:fs';
import { expect, test } from './gallery-test.ts';
import { SPOKEN, spokenFile, spokenText } from './spoken.ts';

for (const state of SPOKEN)
  test(`spoken: ${state} sounds as it is written down`, async ({ gallery }) => {
    expect(await spokenText(gallery, state)).toBe(readFileSync(spokenFile(state), 'utf8'));
  });
