import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const value = 'MARK-access-0001';
const secret = new Secret(value);

test.each<[string, string]>([
  ['a template', `${secret}`],
  ['String', String(secret)],
  ['a sum', `a ${secret} b`],
  ['JSON', JSON.stringify({ secret })],
  ['util.inspect', inspect(secret)],
  ['util.inspect in depth', inspect({ a: [secret] }, { depth: 9, showHidden: true })],
  ['util.format', format('%s %o %j', secret, secret, secret)],
  ['its keys', Object.keys(secret).join()],
  ['an error', new Error(`no ${secret}`).message],
])('Secret: does not print itself, in %s', (_name, printed) => {
  expect(printed).not.toContain('MARK');
});

test('Secret: does not travel in a structured clone', () => {
  expect(inspect(structuredClone(secret))).not.toContain('MARK');
});

test('Secret: gives its value to reveal and to a one-way function only', () => {
  expect(secret.reveal()).toBe(value);
  expect(secret.digest((text) => `#${text.length}`)).toBe('#16');
});

test('Secret: equals another of the same value', () => {
  expect(secret.equals(new Secret(value))).toBe(true);
  expect(secret.equals(new Secret('MARK-access-0002'))).toBe(false);
});
