// Facts about notifications: what is shown, what is known of it, and that a click opens the popover.

import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { createNotifier } from './notifier.ts';

const text = { title: '80% of the weekly limit used', body: 'It resets on <Wed> & later.' };

type Answer = 'show' | 'failed' | 'nothing';

/** A notifier whose daemon answers as it is told, and a timer that is fired by hand. */
function createWorld(platform: NodeJS.Platform, answer: Answer = 'show') {
  const made: { readonly options: NotificationConstructorOptions; readonly fake: Fake }[] = [];
  const timers = new Set<() => void>();
  const onClick = vi.fn();
  const notifier = createNotifier({
    create(options) {
      const fake = createFake(answer);
      made.push({ options, fake });
      // Why: the fake has the members that are touched.
      return fake as unknown as Notification;
    },
    platform,
    after(_delayMs, callback) {
      timers.add(callback);
      return () => timers.delete(callback);
    },
    onClick,
  });
  const fire = (): void => {
    for (const callback of timers) callback();
  };
  return { notifier, made, timers, onClick, fire };
}

type Fake = ReturnType<typeof createFake>;

function createFake(answer: Answer) {
  const fake = Object.assign(new EventEmitter(), {
    show: vi.fn(() => {
      if (answer !== 'nothing') queueMicrotask(() => fake.emit(answer));
    }),
    close: vi.fn(() => fake.emit('close')),
  });
  return fake;
}

describe('show', () => {
  test('resolves with true, once it was shown, and leaves no timer', async () => {
    const { notifier, made, timers } = createWorld('linux');
    expect(await notifier.show(text)).toBe(true);
    expect(made[0]?.fake.show).toHaveBeenCalledOnce();
    expect(timers.size).toBe(0);
  });

  test('resolves with false, when the system says that it failed', async () => {
    const { notifier, timers } = createWorld('linux', 'failed');
    expect(await notifier.show(text)).toBe(false);
    expect(timers.size).toBe(0);
  });

  test('resolves with false, when nobody answers, and withdraws what may come too late', async () => {
    const { notifier, made, fire } = createWorld('linux', 'nothing');
    const shown = notifier.show(text);
    fire();
    expect(await shown).toBe(false);
    expect(made[0]?.fake.close).toHaveBeenCalledOnce();
  });

  test.each([
    ['linux', 'It resets on &lt;Wed&gt; &amp; later.'],
    ['darwin', text.body],
    ['win32', text.body],
  ] as const)('escapes the body where it is markup: %s', async (platform, body) => {
    const { notifier, made } = createWorld(platform);
    await notifier.show(text);
    expect(made[0]?.options).toEqual({ title: text.title, body });
  });
});

describe('click', () => {
  test('opens the popover once', async () => {
    const { notifier, made, onClick } = createWorld('linux');
    await notifier.show(text);
    expect(onClick).not.toHaveBeenCalled();
    made[0]?.fake.emit('click');
    made[0]?.fake.emit('click');
    expect(onClick).toHaveBeenCalledOnce();
  });

  test('is heard by each of many notifications', async () => {
    const { notifier, made, onClick } = createWorld('darwin');
    for (let count = 0; count < 12; count += 1) await notifier.show(text);
    for (const { fake } of made) fake.emit('click');
    expect(onClick).toHaveBeenCalledTimes(12);
  });
});
