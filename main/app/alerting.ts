// Alerts from outcome to notification: after each poll the policy is asked, what is due is shown, and
// only then noted. One at a time. Keeps the memory of the present account, so that a disk that fails
// costs one repeated alert after a restart and nothing else.

import { createTurns } from '../codex/turns.ts';
import { type AlertMemory, type LogEntry, parseAlertMemory } from '../core/alert-memory.ts';
import { type AlertText, presentAlerts } from '../core/alert-text.ts';
import {
  type AlertSettings,
  decideAlerts,
  recordShown,
  snoozeAlerts,
  snoozeState,
} from '../core/alerts.ts';
import type { AlertsShown } from '../core/panel.ts';
import type { Outcome } from '../core/reading.ts';
import type { UsageSnapshot } from '../core/snapshot.ts';
import type { Words } from '../core/words/words.ts';

export interface AlertingPorts {
  load(account: string): Promise<unknown>;
  save(account: string, memory: AlertMemory): Promise<void>;
  settings(): AlertSettings;
  words(): Words;
  nowMs(): number;
  /** The local time of day, in minutes since midnight. */
  minuteOfDay(): number;
  /** Shows a notification; false if nobody can have seen it. */
  show(text: AlertText): Promise<boolean>;
  /** Writes a decision into the log, with its reason. */
  note(entry: LogEntry): void;
  /** What `shown` returns has changed. */
  onChange(): void;
}

export interface Alerting {
  /** Whose numbers were saved by the run before; a lost sign-in is told for them. */
  begin(account: string | null): void;
  /** Tells what an outcome gives reason to tell; resolves when that is done. */
  heed(outcome: Pick<Outcome, 'account' | 'result'>): Promise<void>;
  /** Silences the limits that are near or used up, each until its own reset. */
  snooze(): Promise<void>;
  /** What popover and menu show of it. */
  shown(): AlertsShown;
  /** The last decisions about the present account, with their reasons; oldest first. */
  log(): readonly LogEntry[];
  /** The popover was open, so its notice was seen. */
  noticeSeen(): void;
}

interface Machine {
  readonly ports: AlertingPorts;
  account: string | null;
  /** The memory of `account`; null until it is loaded. */
  memory: AlertMemory | null;
  /** The last good answer of `account` in this run. */
  snapshot: UsageSnapshot | null;
  notice: AlertText | null;
}

export function createAlerting(ports: AlertingPorts): Alerting {
  const machine: Machine = {
    ports,
    account: null,
    memory: null,
    snapshot: null,
    notice: null,
  };
  const inTurn = createTurns();
  return {
    begin: (account) => turnTo(machine, account),
    heed: (outcome) => inTurn(() => heed(machine, outcome)),
    snooze: () => inTurn(() => snooze(machine)),
    shown: () => shownOf(machine),
    log: () => machine.memory?.log ?? [],
    noticeSeen() {
      machine.notice = null;
    },
  };
}

/** Another account is another memory, and nothing of the one before is told of it. */
function turnTo(machine: Machine, account: string | null): void {
  if (machine.account === account) return;
  Object.assign(machine, { account, memory: null, snapshot: null, notice: null });
}

async function heed(
  machine: Machine,
  { account, result }: Pick<Outcome, 'account' | 'result'>,
): Promise<void> {
  const { ports } = machine;
  if (account !== null) turnTo(machine, account.key);
  const before = await loaded(machine);
  if (before === null) return;
  const shownBefore = JSON.stringify(shownOf(machine));
  const nowMs = ports.nowMs();
  const question = { memory: before, result, nowMs };
  const { due, memory } = decideAlerts({
    ...question,
    settings: ports.settings(),
    minuteOfDay: ports.minuteOfDay(),
  });
  const text = presentAlerts(due, { words: ports.words(), nowMs });
  // Why the notice counts as shown: without a daemon the same alert would come with every poll.
  if (text !== null && !(await ports.show(text))) machine.notice = text;
  if (result.ok) machine.snapshot = result.value;
  await remember(machine, before, recordShown(memory, due, nowMs));
  if (JSON.stringify(shownOf(machine)) !== shownBefore) ports.onChange();
}

async function snooze(machine: Machine): Promise<void> {
  const { ports, snapshot } = machine;
  const before = await loaded(machine);
  if (before === null || snapshot === null) return;
  const moment = { snapshot, settings: ports.settings(), nowMs: ports.nowMs() };
  await remember(machine, before, snoozeAlerts(before, moment));
  ports.onChange();
}

function shownOf({ ports, memory, snapshot, notice }: Machine): AlertsShown {
  if (memory === null || snapshot === null) return { notice, snooze: 'none' };
  const moment = { snapshot, settings: ports.settings(), nowMs: ports.nowMs() };
  return { notice, snooze: snoozeState(memory, moment) };
}

async function loaded(machine: Machine): Promise<AlertMemory | null> {
  const { account, ports } = machine;
  if (account === null) return null;
  machine.memory ??= parseAlertMemory(await ports.load(account).catch(() => null));
  return machine.memory;
}

async function remember(machine: Machine, before: AlertMemory, next: AlertMemory): Promise<void> {
  const { account, ports } = machine;
  machine.memory = next;
  for (const entry of next.log.filter((each) => !before.log.includes(each))) ports.note(entry);
  if (account === null || JSON.stringify(next) === JSON.stringify(before)) return;
  // Why unasked: what cannot be saved is still known here, and is told once more after a restart.
  await ports.save(account, next).catch(() => undefined);
}
