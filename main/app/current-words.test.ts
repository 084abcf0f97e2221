import { expect, test } from 'vitest';
import type { Settings } from '../core/settings.ts';
import type { Place } from '../core/words/formats.ts';
import { createCurrentWords } from './current-words.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00Z');

function start() {
  const system: { place: Place; language: Settings['language'] } = {
    place: { locale: 'en-GB', timeZone: 'UTC' },
    language: 'system',
  };
  const words = createCurrentWords({
    place: () => system.place,
    language: () => system.language,
  });
  return { system, words };
}

test('createCurrentWords: is the same object while nothing changes', () => {
  const { words } = start();
  expect(words()).toBe(words());
});

test('createCurrentWords: speaks another language as soon as it is chosen, and back', () => {
  const { system, words } = start();
  const seen = (['en', 'de', 'zh-Hans', 'system'] as const).map((language) => {
    system.language = language;
    return words().say.language;
  });
  expect(seen).toEqual(['en', 'de', 'zh-Hans', 'en']);
});

test('createCurrentWords: tells the time of the zone the computer has come to', () => {
  const { system, words } = start();
  expect(words().formats.clock(NOON_MS)).toBe('12:00');
  system.place = { ...system.place, timeZone: 'Asia/Tokyo' };
  expect(words().formats.clock(NOON_MS)).toBe('21:00');
});

test('createCurrentWords: follows the system’s language, not its numbers’', () => {
  const { system, words } = start();
  system.place = { locale: 'de-DE', language: 'en-US', timeZone: 'UTC' };
  expect(words().say.language).toBe('en');
  system.place = { locale: 'en-GB', language: 'de-AT', timeZone: 'UTC' };
  expect(words().say.language).toBe('de');
});
