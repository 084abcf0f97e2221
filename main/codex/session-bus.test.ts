// Facts about asking the session bus: which program is asked, and what its answer means.

import { describe, expect, test, vi } from 'vitest';
import { type Answer, hasNotifications, hasTrayHost } from './session-bus.ts';

const GDBUS_YES = { text: '(<true>,)\n' };
const GDBUS_NO = { text: '(<false>,)\n' };
const BUSCTL_YES = { text: 'b true\n' };
const DBUS_SEND_YES = { text: '   variant       boolean true\n' };

describe('hasTrayHost', () => {
  test.each<[string, readonly Answer[], boolean | null]>([
    ['the first program says so', [GDBUS_YES], true],
    ['there is a watcher without a host', [GDBUS_NO], false],
    ['there is no watcher', ['refused'], false],
    ['the second program has to be asked', ['missing', BUSCTL_YES], true],
    ['the third program has to be asked', ['missing', 'missing', DBUS_SEND_YES], true],
    ['no program is there', ['missing', 'missing', 'missing'], null],
    ['the bus does not answer in time', ['late'], null],
    ['the answer is another one', [{ text: '(<untrue>,)' }], false],
  ])('is right, when %s', async (_name, answers, expected) => {
    const ask = vi.fn(async () => answers[ask.mock.calls.length - 1] ?? 'missing');
    expect(await hasTrayHost(ask)).toBe(expected);
    expect(ask).toHaveBeenCalledTimes(answers.length);
  });
});

describe('hasNotifications', () => {
  const NONE = { text: "(['org.freedesktop.DBus'],)" };
  const SOME = { text: "(['org.freedesktop.DBus', 'org.freedesktop.Notifications'],)" };
  test.each<[string, readonly Answer[], boolean | null]>([
    ['the service runs', [SOME], true],
    ['it would be started', [NONE, SOME], true],
    ['there is none', [NONE, NONE], false],
    ['nobody can tell', ['missing', 'missing', 'missing'], null],
  ])('is right, when %s', async (_name, answers, expected) => {
    const ask = vi.fn(async () => answers[ask.mock.calls.length - 1] ?? 'missing');
    expect(await hasNotifications(ask)).toBe(expected);
  });
});
