// The way between this computer and OpenAI: how long it takes, and what it loses, delays, doubles or
// answers by itself. Every sender has its own luck, so that one sender's is the same without another.

import type { HttpAnswer, NotAnswered } from '../../main/core/answers.ts';
import type { Failure, Result } from '../../main/core/failure.ts';
import { type Fate, fateOf } from './fates.ts';
import { createRandom, type Random } from './random.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Sending, Server } from './server.ts';

export type Sent = Result<HttpAnswer, NotAnswered>;

export interface Network {
  usage(process: Process, accessToken: string, deadlineMs: number): Promise<Sent>;
  exchange(process: Process, token: string, options: ExchangeOptions): Promise<Sent>;
  /** The computer sleeps: what is on its way is torn. */
  tear(): void;
}

export interface ExchangeOptions {
  readonly deadlineMs: number;
  readonly onceMore: boolean;
}

export interface NetworkOptions {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly server: Server;
  /** Of a request at this moment; 0 when all is well. */
  readonly faultChance: () => number;
  /** With the access token of a usage request, or null. */
  readonly onSend: (process: Process, sending: Sending | null, accessToken: string | null) => void;
  readonly onDeliver: (process: Process, sending: Sending | null, sent: Sent) => void;
}

const TRIP_MIN_MS = 15;
const TRIP_MAX_MS = 250;
/** Exchanges are few, and the interesting ones. */
const EXCHANGE_FAULTS = 1.7;
const LATE_MIN_MS = 21_000;
const LATE_MAX_MS = 80_000;

export function createNetwork(options: NetworkOptions): Network {
  const { seed, scheduler, server, faultChance, onSend, onDeliver } = options;
  const lucks = new Map<string, Random>();
  const underway = new Set<() => void>();

  const luckOf = (process: Process): Random => {
    const known = lucks.get(process.name);
    if (known !== undefined) return known;
    const luck = createRandom(seed, `network of ${process.name}`);
    lucks.set(process.name, luck);
    return luck;
  };

  interface Trip {
    readonly process: Process;
    readonly deadlineMs: number;
    readonly sending: Sending | null;
    readonly accessToken: string | null;
    readonly reach: () => HttpAnswer;
  }

  function travel({ process, deadlineMs, sending, accessToken, reach }: Trip): Promise<Sent> {
    const luck = luckOf(process);
    const trip = luck.between(TRIP_MIN_MS, TRIP_MAX_MS);
    const back = luck.between(TRIP_MIN_MS, TRIP_MAX_MS);
    const draw = luck.next();
    const chance = faultChance() * (sending === null ? 1 : EXCHANGE_FAULTS);
    const fate = fateOf(luck, draw < chance, sending !== null);
    onSend(process, sending, accessToken);
    return new Promise((resolve) => {
      let isOver = false;
      const finish = (sent: Sent): void => {
        if (isOver) return;
        isOver = true;
        underway.delete(tear);
        if (sending !== null) noteDelivery(sending, sent, scheduler.nowMs());
        onDeliver(process, sending, sent);
        resolve(sent);
      };
      const cut = (failure: Failure, partialBody: string | null = null): Sent => ({
        ok: false,
        failure: { failure, maybeSent: true, partialBody },
      });
      const tear = (): void => {
        scheduler.after(process, 0, () => finish(cut({ kind: 'offline' })));
      };
      underway.add(tear);
      scheduler.after(process, deadlineMs, () => finish(cut({ kind: 'timeout' })));
      const prove = (): void => {
        if (sending !== null) sending.proofOfNothing = true;
      };
      const arrive = (delayMs: number, then: (answer: HttpAnswer) => void): void => {
        scheduler.after(null, delayMs, () => {
          scheduler.trace?.(
            () => `server <- ${process.name} ${sending === null ? 'usage' : 'exchange'}`,
          );
          then(reach());
        });
      };
      const deliver = (delayMs: number, sent: Sent): void => {
        scheduler.after(process, delayMs, () => finish(sent));
      };
      follow(fate, { luck, trip, back, prove, arrive, deliver, cut });
    });
  }

  return {
    usage: (process, accessToken, deadlineMs) =>
      travel({
        process,
        deadlineMs,
        sending: null,
        accessToken,
        reach: () => server.usage(accessToken),
      }),
    exchange(process, token, { deadlineMs, onceMore }) {
      const sending: Sending = {
        token,
        sender: process.name,
        sentAtMs: scheduler.nowMs(),
        processedAtMs: null,
        granted: null,
        deliveredAtMs: null,
        deliveredWhole: false,
        journaled: false,
        proofOfNothing: false,
        onceMore,
      };
      server.sendings.push(sending);
      const reach = (): HttpAnswer => server.exchange(sending);
      return travel({ process, deadlineMs, sending, accessToken: null, reach });
    },
    tear() {
      for (const tear of [...underway]) tear();
    },
  };
}

function noteDelivery(sending: Sending, sent: Sent, nowMs: number): void {
  const body = sent.ok ? sent.value.body : (sent.failure.partialBody ?? '');
  sending.deliveredAtMs = nowMs;
  sending.deliveredWhole = sending.granted !== null && body.includes(`"${sending.granted}"`);
}

interface Way {
  readonly luck: Random;
  readonly trip: number;
  readonly back: number;
  prove(): void;
  arrive(delayMs: number, then: (answer: HttpAnswer) => void): void;
  deliver(delayMs: number, sent: Sent): void;
  cut(failure: Failure, partialBody?: string | null): Sent;
}

function follow(fate: Fate, way: Way): void {
  const { luck, trip, back, prove, arrive, deliver, cut } = way;
  switch (fate.kind) {
    case 'clean':
      arrive(trip, (answer) => deliver(back, { ok: true, value: answer }));
      return;
    case 'slow':
      arrive(trip, (answer) => deliver(fate.delayMs, { ok: true, value: answer }));
      return;
    case 'refused':
      prove();
      deliver(trip, {
        ok: false,
        failure: { failure: fate.failure, maybeSent: false, partialBody: null },
      });
      return;
    case 'wall':
      prove();
      deliver(trip + back, { ok: true, value: fate.answer });
      return;
    case 'request-lost':
      return;
    case 'late':
      arrive(luck.between(LATE_MIN_MS, LATE_MAX_MS), () => {});
      return;
    case 'reset-before':
      deliver(trip, cut({ kind: 'offline' }));
      return;
    case 'answer-lost':
      arrive(trip, () => {});
      return;
    case 'reset-after':
      arrive(trip, () => deliver(back, cut({ kind: 'offline' })));
      return;
    case 'cut':
      arrive(trip, ({ body }) => {
        const partial = body.slice(0, Math.floor(body.length * fate.fraction));
        deliver(back, cut({ kind: 'offline' }, partial));
      });
      return;
    case 'error-before':
      deliver(trip + back, { ok: true, value: fate.answer });
      return;
    case 'error-after':
      arrive(trip, () => deliver(back, { ok: true, value: fate.answer }));
      return;
    case 'doubled':
      arrive(trip, (answer) => {
        deliver(back, { ok: true, value: answer });
        arrive(fate.delayMs, () => {});
      });
      return;
  }
}
