// State to words and numbers: what the popover shows, finished. One notice at a time; old is marked
// old; unknown is called unknown. Never sees a token.

import { type AccountsShown, accountNotice, presentSwitch } from './accounts-shown.ts';
import { presentActivity } from './activity/panel.ts';
import type { ActivityShown } from './activity/panel-types.ts';
import type { AlertText } from './alert-text.ts';
import { presentChart } from './chart.ts';
import { isCurrent } from './current.ts';
import { presentFacts } from './facts.ts';
import { type Failure, type Remedy, remedyOf, type Warning } from './failure.ts';
import { type GaugeContext, presentGauges, presentGroups } from './gauges.ts';
import type { HistorySample } from './history.ts';
import { mayOpen } from './keyring.ts';
import type { ActName, Notice, Panel } from './panel-types.ts';
import { failureOf, type Numbers, numbersOf, type Reading } from './reading.ts';
import type { RecoveryStep } from './recovery.ts';
import { YOUNG_READING_MS } from './schedule.ts';
import { recoverySentence, type Sentence, verdictSentence } from './sentences.ts';
import type { Settings } from './settings.ts';
import { presentSettings } from './settings-panel.ts';
import { NO_PREFERENCES, type PreferenceState } from './settings-panel-types.ts';
import { createShownClock, type ShownClock } from './shown-clock.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { presentSource } from './source-line.ts';
import type { Unexplained } from './unexplained.ts';
import type { Words } from './words/words.ts';

/** What there is to show. The monitor's state has all of it. */
export interface Shown {
  readonly reading: Reading;
  readonly polling: boolean;
  readonly nextPollAtMs: number | null;
  readonly notBeforeMs: number | null;
  readonly recovery: readonly RecoveryStep[];
  readonly warning: Warning | null;
  /** All samples of the reading's account; without any there is no chart. */
  readonly history?: readonly HistorySample[];
  /** Absent where there is only one: in the command. */
  readonly accounts?: AccountsShown;
  readonly unexplained?: Unexplained | null;
  /** Absent where nothing alerts: in the command. */
  readonly alerts?: AlertsShown;
  /** Null or absent where no local session is counted. */
  readonly activity?: ActivityShown | null;
}

export interface AlertsShown {
  /** An alert that could not be shown as a notification, until the popover was open once. */
  readonly notice: AlertText | null;
  /** Whether there are alerts to snooze, or they are. */
  readonly snooze: 'none' | 'offered' | 'on';
}

export interface PresentContext {
  readonly words: Words;
  readonly settings: Settings;
  readonly nowMs: number;
  /** What the youth of a reading is divided by; 1 except in demo and tests. */
  readonly paceDivisor: number;
  /** Absent where the system is not asked: in the command. */
  readonly preferences?: PreferenceState;
}

export interface Presented {
  readonly panel: Panel;
  /** When the first shown word will be wrong, epoch ms; null if none will. */
  readonly changesAtMs: number | null;
}

/** The popover's content now. */
export function presentPanel(shown: Shown, context: PresentContext): Presented {
  const { words, settings, nowMs } = context;
  const clock = createShownClock(words, nowMs);
  const numbers = numbersOf(shown.reading);
  const snapshot = numbers?.snapshot ?? null;
  const other = settings.numbers === 'left' ? 'showUsed' : 'showLeft';
  const history = shown.history ?? [];
  const chart = numbers === null ? null : presentChart(history, { words, settings, clock });
  const beside = { besideNumbers: numbers !== null, besideChart: chart !== null };
  const panel: Panel = {
    language: words.say.language,
    appName: words.say.appName,
    accounts: presentSwitch(shown.accounts, context),
    notice:
      accountNotice(shown.accounts, context) ??
      presentNotice(shown, context, { promises: true }) ??
      alertNotice(shown.alerts) ??
      settingsNotice(context),
    plan: snapshot?.plan?.label ?? null,
    email: settings.hideAccount ? null : (snapshot?.email ?? null),
    trust: {
      ...presentSource(shown.reading, context, clock),
      old: numbers !== null && !isCurrent(shown.reading, nowMs),
      recovery: recoverySentence(shown.recovery, words),
      openLabel: words.say.trustPage.title,
    },
    refresh: presentRefresh(shown, context, clock),
    rescue: null,
    update: null,
    numbers: { shown: settings.numbers, switchLabel: words.say.numbers[other] },
    theme: settings.theme,
    settings: presentSettings({
      words,
      settings,
      preferences: context.preferences ?? NO_PREFERENCES,
    }),
    trustPage: null,
    ...presentNumbers(numbers && { ...shown, ...numbers }, context, clock),
    chart,
    activity: presentActivity(shown.activity ?? null, { words, settings, clock, ...beside }),
  };
  return { panel, changesAtMs: clock.nextChangeAtMs() };
}

type ShownNumbers = Pick<Panel, 'verdict' | 'gauges' | 'groups' | 'facts'>;

function presentNumbers(
  numbers: (Numbers & Pick<Shown, 'unexplained'>) | null,
  { words, settings }: PresentContext,
  clock: ShownClock,
): ShownNumbers {
  if (numbers === null) return { verdict: null, gauges: [], groups: [], facts: [] };
  const { snapshot } = numbers;
  const context: GaugeContext = { words, settings, clock, takenAtMs: snapshot.takenAtMs };
  return {
    verdict: presentVerdict(snapshot, { words, settings }, clock),
    gauges: presentGauges(snapshot, context),
    groups: presentGroups(snapshot, context),
    facts: presentFacts(numbers, words, clock),
  };
}

/** The verdict sentence, by the person's own thresholds. */
export function presentVerdict(
  snapshot: UsageSnapshot,
  { words, settings }: Pick<PresentContext, 'words' | 'settings'>,
  clock: ShownClock,
): Sentence {
  const nearFromPercent = settings.thresholds[0] ?? 100;
  return verdictSentence(snapshot, { words, clock, nearFromPercent });
}

/** What to tell of, if anything; only who goes on running may promise to do something later. */
export function presentNotice(
  shown: Shown,
  { words, nowMs, settings }: Pick<PresentContext, 'words' | 'nowMs' | 'settings'>,
  { promises }: { readonly promises: boolean },
): Notice | null {
  const { say, warnings } = words;
  const failure = failureOf(shown.reading);
  if (shown.warning?.kind === 'exchange-outcome-unknown') {
    const button = { act: 'try-once-more', label: say.acts['try-once-more'] } as const;
    const text = warnings[shown.warning.kind];
    return { tone: 'act', title: say.warningTitle, text, button };
  }
  if (shown.warning?.mayRepair === true) {
    const button = { act: 'repair-sign-in', label: say.acts['repair-sign-in'] } as const;
    return { tone: 'act', ...words.repair, button };
  }
  if (failure === null) {
    const { firstLook } = settings.numbersFrom === 'log' ? say.sources : say;
    if (shown.reading.kind === 'none') return { tone: 'wait', ...firstLook, button: null };
    if (shown.warning === null) return null;
    const text = warnings[shown.warning.kind];
    return { tone: 'wait', title: say.warningTitle, text, button: null };
  }
  const { title, text: fact, promise } = words.describeFailure(failure, nowMs);
  const text = promises && promise !== null ? say.sentences([fact, promise]) : fact;
  const tone = remedyOf(failure.kind);
  const act = buttonOf(failure, tone, shown.notBeforeMs !== null && shown.notBeforeMs > nowMs);
  const button = act === null ? null : { act, label: say.acts[act] };
  return { tone, title, text, button };
}

function alertNotice(alerts: AlertsShown | undefined): Notice | null {
  const text = alerts?.notice ?? null;
  return text && { tone: 'wait', title: text.title, text: text.body, button: null };
}

function settingsNotice({ words, preferences }: PresentContext): Notice | null {
  if (preferences?.unreadable !== true) return null;
  const button = { act: 'note-unreadable', label: words.say.acts['note-unreadable'] } as const;
  return { tone: 'report', ...words.say.settings.unreadable, button };
}

/** The one thing to do about a failure; null where waiting is all there is. */
function buttonOf(failure: Failure, remedy: Remedy, mustWait: boolean): ActName | 'poll' | null {
  if (failure.kind === 'auth-file-missing' || failure.kind === 'sign-in-required') {
    return 'copy-login-command';
  }
  if (failure.kind === 'auth-in-keyring' && mayOpen(failure.issue)) return 'open-keyring';
  // Why: OpenAI's page knows nothing of another provider's limits.
  if (failure.kind === 'other-sign-in' && failure.reason === 'custom-backend') return 'poll';
  if (failure.kind === 'api-key-only' || failure.kind === 'other-sign-in') return 'open-usage-page';
  if (remedy === 'report') return 'copy-report';
  return mustWait ? null : 'poll';
}

function presentRefresh(
  shown: Shown,
  { words, nowMs, paceDivisor }: PresentContext,
  clock: ShownClock,
): Panel['refresh'] {
  const { refresh } = words.say;
  if (shown.polling) return { label: refresh.busy, busy: true, enabled: false, hint: null };
  const { notBeforeMs } = shown;
  if (notBeforeMs !== null && notBeforeMs > nowMs) {
    clock.changesAt(notBeforeMs);
    const hint = refresh.notBefore(clock.at(notBeforeMs));
    return { label: refresh.label, busy: false, enabled: false, hint };
  }
  const takenAtMs = numbersOf(shown.reading)?.snapshot.takenAtMs ?? 0;
  const youngUntilMs = takenAtMs + YOUNG_READING_MS / paceDivisor;
  // A clock that was set back makes numbers of the future, which are young once it gets there.
  if (shown.reading.kind === 'fresh' && takenAtMs > nowMs) clock.changesAt(takenAtMs);
  if (shown.reading.kind === 'fresh' && takenAtMs <= nowMs && nowMs < youngUntilMs) {
    clock.changesAt(youngUntilMs);
    const hint = isCurrent(shown.reading, nowMs) ? refresh.young : refresh.soon;
    return { label: refresh.label, busy: false, enabled: false, hint };
  }
  return { label: refresh.label, busy: false, enabled: true, hint: null };
}
