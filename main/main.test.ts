import { beforeEach, describe, expect, test, vi } from 'vitest';

type Listener = (...args: readonly unknown[]) => void;

/** Everything that main.ts calls of Electron before it is ready, in the order of the calls. */
const fake = vi.hoisted(() => {
  const calls: string[] = [];
  const listeners = new Map<string, Listener>();
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void => {
      calls.push([name, ...args.filter((arg) => typeof arg === 'string')].join(' '));
    };
  const world = { isFirst: true, isWithoutSandbox: false };
  const app = {
    setPath: note('setPath'),
    commandLine: {
      appendSwitch: note('appendSwitch'),
      hasSwitch: (name: string) => name === 'no-sandbox' && world.isWithoutSandbox,
    },
    requestSingleInstanceLock: () => world.isFirst,
    quit: note('quit'),
    enableSandbox: note('enableSandbox'),
    setActivationPolicy: note('setActivationPolicy'),
    on: (name: string, listener: Listener) => {
      note(`on ${name}`)();
      listeners.set(name, listener);
    },
    // Never: what comes after it needs a real desktop.
    whenReady: () => {
      note('whenReady')();
      return new Promise<void>(() => undefined);
    },
  };
  const protocol = { registerSchemesAsPrivileged: note('registerSchemesAsPrivileged') };
  return { calls, listeners, world, app, protocol };
});

vi.mock('electron', () => ({
  app: fake.app,
  protocol: fake.protocol,
  dialog: {},
  nativeImage: {},
  nativeTheme: {},
  screen: {},
  Tray: class {},
}));

async function startMain(world: Partial<typeof fake.world> = {}): Promise<readonly string[]> {
  Object.assign(fake.world, { isFirst: true, isWithoutSandbox: false }, world);
  vi.resetModules();
  await import('./main.ts');
  return fake.calls.filter((call) => !/^(setPath|appendSwitch)/.test(call));
}

beforeEach(() => {
  fake.calls.length = 0;
  fake.listeners.clear();
});

describe('the start', () => {
  test('sandboxes every process, and locks every session and page, before the app is ready', async () => {
    expect(await startMain()).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'setActivationPolicy accessory',
      'on window-all-closed',
      'on session-created',
      'on web-contents-created',
      'on before-quit',
      'whenReady',
    ]);
  });

  test('leaves the sandbox to each window, only where it was switched off as a whole', async () => {
    expect(await startMain({ isWithoutSandbox: true })).not.toContain('enableSandbox');
  });

  test('ends a second instance, which has then done nothing else', async () => {
    expect(await startMain({ isFirst: false })).toEqual(['quit']);
  });

  test('keeps any page where it is, whoever made it', async () => {
    await startMain();
    const contents = { on: vi.fn(), setWindowOpenHandler: vi.fn() };
    fake.listeners.get('web-contents-created')?.({}, contents);
    expect(contents.on.mock.calls.map(([name]) => name)).toEqual([
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
    ]);
    expect(contents.setWindowOpenHandler).toHaveBeenCalledOnce();
  });
});
