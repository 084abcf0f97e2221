// All that belongs to one account: its opened files, its monitor, its alerts, its watchers. Made
// whole and ended whole, so that several accounts share nothing but the computer they are on.

import type { AccountFolders } from '../codex/account-place.ts';
import type { OpenedHome } from '../codex/open-home.ts';
import { sessionsHomeOf } from '../codex/sessions/sessions-home.ts';
import { watchHome } from '../codex/watch.ts';
import type { LogEntry } from '../core/alert-memory.ts';
import type { AlertText } from '../core/alert-text.ts';
import { fail } from '../core/failure.ts';
import { failureOf, isOldNote, type Outcome } from '../core/reading.ts';
import type { RecoveryStep } from '../core/recovery.ts';
import type { Settings } from '../core/settings.ts';
import type { Words } from '../core/words/words.ts';
import type { Log } from '../log.ts';
import {
  createMonitor,
  type Monitor,
  type MonitorPorts,
  type MonitorState,
  type PollCause,
} from '../monitor.ts';
import { type Alerting, createAlerting } from './alerting.ts';
import type { Senses } from './senses.ts';

export interface UnitPorts {
  readonly folders: AccountFolders;
  readonly home: OpenedHome;
  readonly senses: Senses;
  readonly log: Log;
  settings(): Settings;
  words(): Words;
  nowMs(): number;
  steadyMs(): number;
  /** 0 to 1. */
  random(): number;
  after(delayMs: number, callback: () => void): () => void;
  /** Resolves when a poll may begin among those of other accounts. */
  turn(cause: PollCause): Promise<void>;
  /** Whether this account is the one to be asked about, and not a copy of another; asked right before. */
  mayAsk(): Promise<boolean>;
  /** Shows a notification; false if nobody can have seen it. */
  show(text: AlertText): Promise<boolean>;
  /** What recovery did in a poll, if anything. */
  onRecovery(steps: readonly RecoveryStep[]): void;
  /** One of its session files may have changed. */
  onUse(): void;
  /** Something that is shown has changed. */
  onChange(): void;
}

export interface AccountUnit {
  /** The folder whose `sessions` are this account's; null where nobody knows. */
  readonly sessionsHome: string | null;
  readonly home: OpenedHome;
  readonly monitor: Monitor;
  readonly alerting: Alerting;
  /** Calls back a moment after the sign-in may have changed, whether it is asked about or not. */
  watch(onChange: () => void): () => void;
  /** Begins with what the run before has saved, and polls; returns its stop. */
  start(options: { readonly atLogin: boolean }): Promise<() => void>;
}

/** Of a sign-in that turned out to be another account's: nobody sees it, for that one is shown. */
const NOT_ASKED: Outcome = {
  account: null,
  result: fail({ kind: 'busy' }),
  recovery: [],
  warning: null,
};

export function createAccountUnit(ports: UnitPorts): AccountUnit {
  const alerting = createAlerting(alertingPorts(ports));
  const monitor = createMonitor(monitorPorts(ports, alerting), {
    paceDivisor: ports.home.paceDivisor,
  });
  const { home, senses, folders } = ports;
  return {
    sessionsHome: sessionsHomeOf(folders),
    home,
    monitor,
    alerting,
    watch(onChange) {
      const { codexHome, authName } = folders;
      return authName === null ? () => {} : watchHome(codexHome, onChange, authName);
    },
    async start({ atLogin }) {
      const [saved, notBeforeMs] = await Promise.all([home.savedReading(), home.notBeforeMs()]);
      const history = saved === null ? [] : await home.savedHistory(saved.account.key);
      alerting.begin(saved?.account.key ?? null);
      const stops = [
        senses.begin(monitor, ports.onUse),
        monitor.start({ saved, history, notBeforeMs, atLogin }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function monitorPorts(ports: UnitPorts, alerting: Alerting): MonitorPorts {
  const { home, log, nowMs, steadyMs, after, senses } = ports;
  let lastKind: string | null = null;
  return {
    turn: ports.turn,
    async readUsage(options) {
      if (!(await ports.mayAsk())) return NOT_ASKED;
      const outcome = await home.poll(options);
      for (const { step, outcome: result } of outcome.recovery)
        log.info('recovery', { step, result });
      // Why not: of what Codex noted long ago, nothing may be true any more.
      const isOld = outcome.result.ok && isOldNote(outcome.result.value, nowMs());
      if (!isOld) void alerting.heed(outcome);
      ports.onRecovery(outcome.recovery);
      return outcome;
    },
    isNews: home.isNews,
    lookIntoLog: home.lookIntoLog,
    asksNobody: home.asksNobody,
    nowMs,
    steadyMs,
    random: ports.random,
    after,
    conditions: senses.conditions,
    network: senses.network,
    onChange(state: MonitorState) {
      const kind = failureOf(state.reading)?.kind ?? null;
      if (kind !== lastKind) log.info(kind === null ? 'numbers' : 'failure', { kind });
      lastKind = kind;
      ports.onChange();
    },
  };
}

function alertingPorts({ home, settings, words, nowMs, show, log, onChange }: UnitPorts) {
  return {
    load: home.alerts.alertMemory,
    save: home.alerts.saveAlertMemory,
    settings,
    words,
    nowMs,
    minuteOfDay() {
      const now = new Date(nowMs());
      return now.getHours() * 60 + now.getMinutes();
    },
    show,
    note: ({ kind, limit, percent, decision }: LogEntry) =>
      log.info('alert', { kind, limit, percent, decision }),
    onChange,
  };
}
