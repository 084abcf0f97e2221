import { expect, test } from 'vitest';
import { wasOpenedAtLogin } from './login.ts';

test.each([
  ['darwin', true, [], true],
  ['darwin', false, ['--login'], false],
  ['linux', undefined, ['plimsoll', '--login'], true],
  ['linux', undefined, ['plimsoll'], false],
  ['win32', undefined, ['plimsoll.exe', '--login'], true],
] as const)(
  'wasOpenedAtLogin: on %s, the system saying %s and started with %j, is %s',
  (platform, said, argv, expected) => {
    const settings = said === undefined ? {} : { wasOpenedAtLogin: said };
    // Why: the rest of the answer is not looked at.
    const getLoginItemSettings = () => settings as never;
    expect(wasOpenedAtLogin({ getLoginItemSettings }, { platform, argv: [...argv] })).toBe(
      expected,
    );
  },
);
