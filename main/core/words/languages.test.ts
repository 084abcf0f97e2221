import { describe, expect, test } from 'vitest';
import { chooseLanguage, localeFor } from './languages.ts';
import { createWords } from './words.ts';

describe('chooseLanguage', () => {
  test.each([
    ['de', 'de'],
    ['de-CH', 'de'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-TW', 'en'],
    ['zh-HK', 'en'],
    ['zh-Hant', 'en'],
    ['en-GB', 'en'],
    ['fr-FR', 'en'],
    ['ar-EG', 'en'],
    ['C', 'en'],
    ['de_DE', 'en'],
    ['', 'en'],
  ])('follows the system, where it speaks %s', (locale, language) => {
    expect(chooseLanguage('system', locale)).toBe(language);
  });

  test.each(['en', 'de', 'zh-Hans'] as const)('a choice of %s wins over the system', (chosen) => {
    for (const locale of ['de-DE', 'zh-CN', 'en-US', 'fr', 'C']) {
      expect(chooseLanguage(chosen, locale)).toBe(chosen);
    }
  });
});

test.each([
  ['en', 'en-GB', 'en-GB'],
  ['de', 'de-AT-u-hc-h12', 'de-AT-u-hc-h12'],
  ['en', 'de-DE', 'en-DE'],
  ['de', 'en-US', 'de-US'],
  ['zh-Hans', 'zh-CN', 'zh-CN'],
  ['zh-Hans', 'zh-TW', 'zh-Hans-TW'],
  ['en', 'zh-TW', 'en-TW'],
  ['en', 'ar-EG', 'en-EG'],
  ['de', 'fr', 'de'],
  ['de', 'C', 'de'],
] as const)(
  'localeFor: writes the numbers of %s, in the place %s, as %s',
  (language, place, locale) => {
    expect(localeFor(language, place)).toBe(locale);
  },
);

const atMs = Date.parse('2026-11-24T18:40:00Z');
const nowMs = Date.parse('2026-11-22T12:00:00Z');

test.each([
  ['en-US', 'system', '63%', 'on Tue at 6:40 pm', '2 h 14 min'],
  ['en-GB', 'system', '63%', 'on Tue at 18:40', '2 h 14 min'],
  ['en-GB', 'de', '63\u202f%', 'am Di um 18:40', '2 h 14 min'],
  ['de-DE', 'en', '63\u202f%', 'on Tue at 18:40', '2 h 14 min'],
  ['de-DE', 'system', '63\u202f%', 'am Di um 18:40', '2 h 14 min'],
  ['de-DE', 'zh-Hans', '63%', '周二 18:40', '2 小时 14 分钟'],
  ['zh-CN', 'system', '63%', '周二 18:40', '2 小时 14 分钟'],
  ['ar-EG', 'system', '63%', 'on Tue at 6:40 pm', '2 h 14 min'],
] as const)(
  'createWords: keeps to one language, in the place %s with the choice %s',
  (locale, chosen, percent, moment, span) => {
    const { say, formats } = createWords({ locale, timeZone: 'UTC' }, chosen);
    const shown = say.at(formats.moment(atMs, nowMs)).replaceAll('\u202f', ' ').replace('PM', 'pm');
    expect([formats.percent(63), shown]).toEqual([percent, moment]);
    expect(say.duration({ kind: 'hours', hours: 2, minutes: 14 })).toBe(span);
  },
);

const en = createWords({ locale: 'en-GB', timeZone: 'UTC' }).say;
const de = createWords({ locale: 'de-DE', timeZone: 'UTC' }).say;
const zh = createWords({ locale: 'zh-CN', timeZone: 'UTC' }).say;

test.each([
  [en, 1, 'minute', 'An earned reset is about to expire', '1-day'],
  [en, 2, 'minutes', '2 earned resets are about to expire', '2-day'],
  [de, 1, 'Minute', 'Ein verdienter Reset verfällt bald', '1 Tag'],
  [de, 2, 'Minuten', '2 verdiente Resets verfallen bald', '2 Tage'],
  [zh, 1, '分钟', '1 次重置机会即将过期', '1 天'],
  [zh, 2, '分钟', '2 次重置机会即将过期', '2 天'],
])('plurals: follow the rules of the language (%#)', (say, count, unit, alert, label) => {
  expect(say.settings.pollMinutes.unit(count)).toBe(unit);
  expect(say.alerts.expiring(count)).toBe(alert);
  expect(say.windowLabel({ kind: 'other', unit: 'day', count })).toBe(label);
});

test.each([
  [en, 'not reset', 'reset once', 'reset 3 times'],
  [de, 'kein Reset', 'ein Reset', '3 Resets'],
  [zh, '没有重置', '重置 1 次', '重置 3 次'],
])('plurals: the chart counts resets as people do (%#)', (say, ...expected) => {
  const story = { limit: 'x', low: '1', high: '2', last: '2', isNow: true };
  const told = [0, 1, 3].map((resets) => say.chart.story({ ...story, resets }, 'left', null));
  expect(told.map((text, index) => text.includes(expected[index] ?? text))).toEqual([
    true,
    true,
    true,
  ]);
});
