// Main's end of the bridge: answers the main frame of our own window and nobody else, and takes only
// payloads out of closed unions. Everything else throws, which the caller sees as a rejection.

import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { ActName, Invokes, Panel, Pushes, SettingChange } from '../../preload/contract.ts';
import { POPOVER_URL } from './scheme.ts';

export interface BridgeContext {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  /** The popover's contents now; null while it has no window. */
  readonly contents: () => WebContents | null;
  readonly panel: () => Panel;
  readonly poll: () => Promise<void>;
  readonly choose: (change: SettingChange) => void;
  readonly act: (name: ActName) => void;
  readonly fit: (contentHeight: number) => void;
  readonly parseChange: (payload: unknown) => SettingChange | null;
  readonly parseAct: (payload: unknown) => ActName | null;
}

export interface Bridge {
  /** One message to one window; nothing when there is none. */
  push(panel: Panel): void;
  stop(): void;
}

const CONTENT_MAX_HEIGHT = 20_000;

type Handler = (payload: readonly unknown[]) => unknown;

export function createBridge(context: BridgeContext): Bridge {
  const handlers: Record<keyof Invokes, Handler> = {
    'plimsoll:get-panel': (payload) => expectNone(payload, context.panel),
    'plimsoll:poll': (payload) => expectNone(payload, context.poll),
    'plimsoll:choose': (payload) => context.choose(expectOne(payload, context.parseChange)),
    'plimsoll:act': (payload) => context.act(expectOne(payload, context.parseAct)),
    'plimsoll:fit': (payload) => context.fit(expectOne(payload, parseHeight)),
  };
  for (const [channel, handler] of Object.entries(handlers)) {
    context.ipcMain.handle(channel, (event, ...payload) => {
      checkSender(event, context.contents());
      return handler(payload);
    });
  }
  const channel: keyof Pushes = 'plimsoll:panel';
  return {
    push: (panel) => context.contents()?.send(channel, panel),
    stop() {
      for (const name of Object.keys(handlers)) context.ipcMain.removeHandler(name);
    },
  };
}

/** Only the main frame of our own window, on our own page. */
function checkSender(event: IpcMainInvokeEvent, contents: WebContents | null): void {
  const { sender, senderFrame } = event;
  const isOurs = contents !== null && sender === contents && senderFrame === contents.mainFrame;
  if (!isOurs || senderFrame?.url !== POPOVER_URL) throw new Error('the bridge is not for you');
}

/** A height that a popover's content can have, in CSS px. */
function parseHeight(payload: unknown): number | null {
  const isHeight = typeof payload === 'number' && payload >= 1 && payload <= CONTENT_MAX_HEIGHT;
  return isHeight ? Math.ceil(payload) : null;
}

function expectNone<T>(payload: readonly unknown[], answer: () => T): T {
  if (payload.length > 0) throw new Error('no payload is taken here');
  return answer();
}

function expectOne<T>(payload: readonly unknown[], parse: (value: unknown) => T | null): T {
  const value = payload.length === 1 ? parse(payload[0]) : null;
  if (value === null) throw new Error('this payload is not taken');
  return value;
}
