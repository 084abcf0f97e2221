// A tiny X11 client, spoken over the display's socket: as much of the protocol as the stopwatch
// needs. A program for each look (xwininfo, import) would cost 10 to 40 ms, and blur what it times.
// Source: "X Window System Protocol" X11R7.7, and the DAMAGE 1.1 and XTEST 2.2 specifications.

import { once } from 'node:events';
import { connect } from 'node:net';

const EVENT_BYTES = 32;
const REQUEST = { changeAttributes: 2, getGeometry: 14, getImage: 73, queryExtension: 98 };
const EVENT = { unmap: 18, map: 19, configure: 22 };
const CW_EVENT_MASK = 0x800;
const SUBSTRUCTURE_NOTIFY = 1 << 19;
const Z_PIXMAP = 2;
const FAKE = { press: 4, release: 5, motion: 6 };

/** Cuts what arrives into whole messages; `setup` is the odd first one. */
function createReader(onMessage) {
  let pending = Buffer.alloc(0);
  let isSetup = true;
  const lengthOf = () => {
    if (isSetup) return pending.length < 8 ? null : 8 + pending.readUInt16LE(6) * 4;
    if (pending.length < EVENT_BYTES) return null;
    return EVENT_BYTES + (pending[0] === 1 ? pending.readUInt32LE(4) * 4 : 0);
  };
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let bytes = lengthOf(); bytes !== null && pending.length >= bytes; bytes = lengthOf()) {
      const message = pending.subarray(0, bytes);
      pending = pending.subarray(bytes);
      const wasSetup = isSetup;
      isSetup = false;
      onMessage(message, wasSetup);
    }
  };
}

/** Connects to a display that asks for no authority; `onEvent` gets {kind, window?, area?}. */
export async function connectX11({ display, onEvent }) {
  const socket = connect(`/tmp/.X11-unix/X${display.replace(/^:/, '').replace(/\..*$/, '')}`);
  await once(socket, 'connect');
  const waiting = new Map();
  let sequence = 0;
  let damageEvent = -1;
  let opened = null;
  const setup = new Promise((resolve) => {
    opened = resolve;
  });

  socket.on(
    'data',
    createReader((message, isSetup) => {
      if (isSetup) return opened(message);
      const kind = message[0] & 0x7f;
      if (kind <= 1) {
        const number = message.readUInt16LE(2);
        waiting.get(number)?.(kind === 1 ? message : null);
        waiting.delete(number);
      } else if (kind === damageEvent) onEvent({ kind: 'damage', area: readArea(message, 16) });
      else if (kind === EVENT.map) onEvent({ kind: 'map', window: message.readUInt32LE(8) });
      else if (kind === EVENT.unmap) onEvent({ kind: 'unmap', window: message.readUInt32LE(8) });
      else if (kind === EVENT.configure)
        onEvent({ kind: 'move', window: message.readUInt32LE(8), area: readArea(message, 16) });
    }),
  );

  /** `body` without its length, which the protocol wants in units of four bytes. */
  const send = (opcode, detail, body) => {
    const head = Buffer.from([opcode, detail, 0, 0]);
    head.writeUInt16LE(1 + body.length / 4, 2);
    socket.write(Buffer.concat([head, body]));
    sequence = (sequence + 1) & 0xffff;
    return sequence;
  };
  const ask = (opcode, detail, body) =>
    new Promise((resolve) => waiting.set(send(opcode, detail, body), resolve));

  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const { root, firstId } = readSetup(await setup);
  const damage = await askExtension(ask, 'DAMAGE');
  const test = await askExtension(ask, 'XTEST');
  damageEvent = damage.firstEvent;
  send(REQUEST.changeAttributes, 0, words(root, CW_EVENT_MASK, SUBSTRUCTURE_NOTIFY));
  await ask(damage.opcode, 0, words(1, 1));
  send(damage.opcode, 1, words(firstId, root, 0)); // level 0: one event for each drawing

  const fake = (kind, button, x, y) => {
    const body = Buffer.alloc(32);
    body[0] = kind;
    body[1] = button;
    body.writeUInt32LE(root, 8);
    body.writeInt16LE(x, 20);
    body.writeInt16LE(y, 22);
    send(test.opcode, 2, body);
  };
  return {
    moveTo: ({ x, y }) => fake(FAKE.motion, 0, x, y),
    /** A press and a release of the left button, where the pointer is. */
    click() {
      fake(FAKE.press, 1, 0, 0);
      fake(FAKE.release, 1, 0, 0);
    },
    /** Where a window is; null if it is gone. */
    async areaOf(window) {
      const reply = await ask(REQUEST.getGeometry, 0, words(window));
      return reply === null ? null : readArea(reply, 12);
    },
    /** The pixels of a part of the screen, as 32-bit numbers; null if it is not on the screen. */
    async look({ x, y, width, height }) {
      const body = words(root, 0, 0, 0xffffffff);
      body.writeInt16LE(x, 4);
      body.writeInt16LE(y, 6);
      body.writeUInt16LE(width, 8);
      body.writeUInt16LE(height, 10);
      const reply = await ask(REQUEST.getImage, Z_PIXMAP, body);
      if (reply === null) return null;
      const bytes = Uint8Array.from(reply.subarray(EVENT_BYTES));
      return new Uint32Array(bytes.buffer);
    },
    close: () => socket.destroy(),
  };
}

function words(...values) {
  const body = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) body.writeUInt32LE(value, index * 4);
  return body;
}

function readArea(message, at) {
  return {
    x: message.readInt16LE(at),
    y: message.readInt16LE(at + 2),
    width: message.readUInt16LE(at + 4),
    height: message.readUInt16LE(at + 6),
  };
}

function readSetup(message) {
  if (message[0] !== 1) throw new Error('the display wants an authority');
  const vendorBytes = (message.readUInt16LE(24) + 3) & ~3;
  const formats = message[29];
  return {
    root: message.readUInt32LE(40 + vendorBytes + formats * 8),
    firstId: message.readUInt32LE(12),
  };
}

async function askExtension(ask, name) {
  const text = Buffer.alloc((name.length + 3) & ~3);
  text.write(name);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(name.length, 0);
  const reply = await ask(REQUEST.queryExtension, 0, Buffer.concat([head, text]));
  if (reply === null || reply[8] !== 1) throw new Error(`the display has no ${name} extension`);
  return { opcode: reply[9], firstEvent: reply[10] };
}
