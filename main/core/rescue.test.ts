import { expect, test } from 'vitest';
import { presentRescue } from './rescue.ts';
import { createWords } from './words/words.ts';

const words = createWords({ locale: 'en-GB', timeZone: 'UTC' });

test('presentRescue: says nothing, while there is an icon', () => {
  expect(presentRescue(null, words)).toBeNull();
});

test.each([
  ['gnome', /extension “AppIndicator/],
  ['no-tray', /Add a “Status tray”/],
  ['hidden', /no room/],
] as const)('presentRescue: says what helps, and offers to quit: %s', (reason, text) => {
  const rescue = presentRescue(reason, words);
  expect(rescue?.text).toMatch(text);
  expect(rescue?.button).toEqual({ act: 'quit', label: 'Quit Plimsoll' });
});
