// Facts about the home page: what is made of it, when it is nobody's, and which pages lie on it.

import { expect, test } from 'vitest';
import { isOnSite, isReserved, type Site, siteOf } from './site.ts';

function known(homepage: string): Site {
  const site = siteOf(homepage);
  if (site === null) throw new Error(`${homepage} is no home page`);
  return site;
}

test('siteOf: releases and feed lie below the home page', () => {
  const feed = 'https://ships.dev/plimsoll/releases/latest.json';
  const site = {
    home: 'https://ships.dev/plimsoll',
    releases: 'https://ships.dev/plimsoll/releases',
    feed,
  };
  expect(siteOf('https://ships.dev/plimsoll')).toEqual(site);
  expect(siteOf('https://ships.dev/plimsoll/')).toEqual(site);
});

test.each([
  ...[
    '',
    'plimsoll.dev',
    'http://plimsoll.dev',
    'https://',
    'https://a b.dev',
    'https://me@ships.dev',
  ],
  ...[
    'https://ships.dev/?q',
    'https://ships.dev/#x',
    'file:///etc',
    'https://[::1]/',
    'https://ships.dev\n',
  ],
])('siteOf: %j is no home page', (homepage) => {
  expect(siteOf(homepage)).toBeNull();
});

test.each([
  ['https://plimsoll.example', true],
  ['https://www.plimsoll.example/x', true],
  ['https://plimsoll.invalid', true],
  ['https://plimsoll.test:8443', true],
  ['https://localhost', true],
  ['https://plimsoll.localhost', true],
  ['https://example.com', true],
  ['https://www.example.org/plimsoll', true],
  ['https://plimsoll.dev', false],
  ['https://example.dev', false],
  ['https://notexample.com', false],
  ['https://plimsoll.example.dev', false],
  ['https://latest', false],
])('isReserved: %s, %s', (homepage, reserved) => {
  expect(isReserved(known(homepage))).toBe(reserved);
});

test.each([
  ['https://ships.dev', true],
  ['https://ships.dev/', true],
  ['https://ships.dev/plimsoll/releases/0.3.0', true],
  ['https://ships.dev/other', true],
  ['http://ships.dev/plimsoll', false],
  ['https://ships.dev.evil.dev/', false],
  ['https://ships.dev@evil.dev/', false],
  ['https://ships.dev:8443/', false],
  ['https://evil.dev/https://ships.dev', false],
  ['https://ships.dev/\\evil.dev', false],
  ['https://ships.dev/x?to=evil', false],
  ['//ships.dev/', false],
  ['javascript:alert(1)', false],
  ['', false],
])('isOnSite: %s, %s', (address, isOn) => {
  expect(isOnSite(address, known('https://ships.dev/plimsoll'))).toBe(isOn);
});
