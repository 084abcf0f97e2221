// What the icon, its tooltip and the right-click menu say: the same facts as the popover, as text.
// Has no number of its own: the panel of the same moment is where the texts come from.

import { presentBarText } from './bar-text.ts';
import type { MarkState } from './icon.ts';
import { type AlertsShown, isCurrent, type PresentContext, type Shown } from './panel.ts';
import type { ActName, Panel } from './panel-types.ts';
import { failureOf, numbersOf, type Reading } from './reading.ts';
import { levelOfVerdict } from './sentences.ts';
import type { RateLimitWindow } from './snapshot.ts';
import { decideVerdict, levelOf } from './verdict.ts';
import { isResetElapsed } from './windows.ts';
import type { Words } from './words/words.ts';

export interface TrayMenuItem {
  readonly id: string;
  readonly label: string;
  /** Null: a line of text that does nothing. */
  readonly act: ActName | 'open' | 'poll' | null;
  readonly enabled: boolean;
}

export interface TrayView {
  readonly tooltip: string;
  /** The text beside the mark, for bars that show any; null for none. */
  readonly title: string | null;
  /** When a text that is always seen will be wrong, epoch ms; null if none will. */
  readonly changesAtMs: number | null;
  readonly mark: MarkState;
  /** Groups, to be set apart by separators. */
  readonly menu: readonly (readonly TrayMenuItem[])[];
}

export interface Bar {
  /** Whether it shows text beside an icon, as macOS does. */
  readonly showsText: boolean;
}

/** The tray's content for a state; `panel` is the popover's content of the same moment. */
export function presentTray(
  shown: Shown,
  panel: Panel,
  context: PresentContext,
  { showsText }: Bar = { showsText: false },
): TrayView {
  const { say } = context.words;
  const { reading } = shown;
  const input = { reading, gauges: panel.gauges, isAlwaysSeen: showsText };
  const { text, changesAtMs } = presentBarText(input, context);
  const headline = panel.verdict?.text ?? panel.notice?.title ?? say.appName;
  const { old: isOld, sourceAt } = panel.trust;
  const old = isOld && sourceAt !== null ? say.aside(sourceAt) : '';
  const tooltip = say.tooltip(headline + old);
  return {
    tooltip: text === null || showsText ? tooltip : say.tooltipWith(text, tooltip),
    title: showsText ? text : null,
    changesAtMs,
    mark: markOf(reading, context),
    menu: presentMenu(shown, { panel, headline }, context),
  };
}

function presentMenu(
  { notBeforeMs, alerts }: Shown,
  { panel, headline }: { readonly panel: Panel; readonly headline: string },
  { words, nowMs }: PresentContext,
): TrayView['menu'] {
  const { menu, acts, refresh } = words.say;
  const line = (id: string, label: string): TrayMenuItem => ({
    id,
    label,
    act: null,
    enabled: false,
  });
  const rows = [
    ...panel.gauges.map((gauge) => ({ gauge, label: gauge.label })),
    ...panel.groups.flatMap(({ title, gauges }) =>
      gauges.map((gauge) => ({ gauge, label: menu.labelOf(title, gauge.label) })),
    ),
  ];
  const facts = [
    line('verdict', headline),
    ...(panel.notice === null || panel.verdict === null
      ? []
      : [line('notice', panel.notice.title)]),
    ...rows.map(({ gauge: { id, percent, percentNote, resetAt }, label }) =>
      line(id, menu.gauge(label, percent, percentNote, resetAt)),
    ),
    ...panel.facts.map(({ id, label, value }) => line(id, menu.fact(label, value))),
    // Why not of live numbers: their time is another one after each poll, and the menu would be made
    // anew although nothing in it had changed.
    ...(panel.trust.sourceAt === null || !panel.trust.old
      ? []
      : [line('source', panel.trust.sourceAt)]),
  ];
  // Why not what the popover's button says: nobody repaints a menu when the reading has come of age.
  const mustWait = notBeforeMs !== null && notBeforeMs > nowMs;
  return [
    facts,
    [
      { id: 'open', label: menu.open, act: 'open', enabled: true },
      { id: 'poll', label: refresh.label, act: 'poll', enabled: !mustWait },
      { id: 'page', label: acts['open-usage-page'], act: 'open-usage-page', enabled: true },
      { id: 'settings', label: acts['open-settings'], act: 'open-settings', enabled: true },
      ...snoozeItem(alerts?.snooze ?? 'none', words),
    ],
    [{ id: 'quit', label: menu.quit, act: 'quit', enabled: true }],
  ];
}

function snoozeItem(snooze: AlertsShown['snooze'], { say }: Words): readonly TrayMenuItem[] {
  const act = 'snooze-alerts';
  if (snooze === 'none') return [];
  return snooze === 'offered'
    ? [{ id: 'snooze', label: say.acts[act], act, enabled: true }]
    : [{ id: 'snooze', label: say.alerts.snoozed, act: null, enabled: false }];
}

/** Numbers and state to what the mark in the bar has to show. */
export function markOf(reading: Reading, { settings, nowMs }: PresentContext): MarkState {
  const numbers = numbersOf(reading);
  const failure = failureOf(reading);
  if (failure?.kind === 'sign-in-required' || failure?.kind === 'auth-file-missing') {
    return { shape: 'sign-in', ring: null, bar: null };
  }
  if (numbers === null)
    return { shape: failure === null ? 'never' : 'stale', ring: null, bar: null };
  const { windows } = numbers.snapshot;
  const current = windows.filter((window) => !isResetElapsed(window, nowMs));
  const ring = remainingShare(current[0]);
  const bar = remainingShare(current.at(-1));
  if (!isCurrent(reading, nowMs)) return { shape: 'stale', ring, bar };
  const near = settings.thresholds[0] ?? 100;
  // Why: the mark and the sentence must not disagree; who spends credits is not blocked.
  const level = levelOfVerdict(decideVerdict(numbers.snapshot, nowMs), near);
  if (level === 'blocked') return { shape: 'blocked', ring, bar };
  const calm =
    level === 'calm' &&
    windows.every((window) => levelOf(window.usedPercent, window.depleted, near) === 'calm');
  return { shape: calm ? 'healthy' : 'near', ring, bar };
}

function remainingShare(window: RateLimitWindow | undefined): number | null {
  if (window === undefined || window.usedPercent === null) return null;
  return Math.min(1, Math.max(0, 1 - window.usedPercent / 100));
}
