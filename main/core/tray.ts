// What the icon, its tooltip and the right-click menu say: the same facts as the popover, as text.
// Has no number of its own: the panel of the same moment is where the texts come from.

import { markedAccount, nameOfAccount } from './accounts-shown.ts';
import { presentBarText } from './bar-text.ts';
import { presentGauges } from './gauges.ts';
import type { MarkState } from './icon.ts';
import { markOf } from './mark.ts';
import { type AlertsShown, type PresentContext, presentVerdict, type Shown } from './panel.ts';
import type { ActName, Panel } from './panel-types.ts';
import { failureOf, numbersOf, type Reading } from './reading.ts';
import { createShownClock } from './shown-clock.ts';
import type { Words } from './words/words.ts';

export interface TrayMenuItem {
  readonly id: string;
  readonly label: string;
  /** Null: a line of text that does nothing. */
  readonly act: ActName | 'open' | 'poll' | { readonly account: string } | null;
  readonly enabled: boolean;
  /** One of several, of which one is chosen; absent for what is no choice. */
  readonly checked?: boolean;
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
  const { reading, gauges } = markedOf(shown, panel, context);
  const input = { reading, gauges, isAlwaysSeen: showsText };
  const { text, changesAtMs } = presentBarText(input, context);
  const headline = panel.verdict?.text ?? panel.notice?.title ?? say.appName;
  const { old: isOld, sourceAt } = panel.trust;
  const old = isOld && sourceAt !== null ? say.aside(sourceAt) : '';
  const accounts = accountLines(shown, context);
  const tooltip = [say.tooltip(headline + old), ...accounts.map(({ label }) => label)].join('\n');
  return {
    tooltip: text === null || showsText ? tooltip : say.tooltipWith(text, tooltip),
    title: showsText ? text : null,
    changesAtMs,
    mark: markOf(reading, context),
    menu: [
      ...(accounts.length > 0 ? [accounts] : []),
      ...presentMenu(shown, { panel, headline }, context),
    ],
  };
}

/** Whose numbers are drawn: the chosen account's, or those of the one that needs it most. */
function markedOf(
  shown: Shown,
  panel: Panel,
  context: PresentContext,
): { readonly reading: Reading; readonly gauges: Panel['gauges'] } {
  const marked = shown.accounts === undefined ? null : markedAccount(shown.accounts, context);
  if (marked === null || marked.reading === shown.reading) return { ...panel, ...shown };
  const { reading } = marked;
  const snapshot = numbersOf(reading)?.snapshot ?? null;
  if (snapshot === null) return { reading, gauges: [] };
  const clock = createShownClock(context.words, context.nowMs);
  const { takenAtMs } = snapshot;
  return { reading, gauges: presentGauges(snapshot, { ...context, clock, takenAtMs }) };
}

/** Every account with how it is, to be chosen; nothing while there is one. */
function accountLines({ accounts }: Shown, context: PresentContext): readonly TrayMenuItem[] {
  if (accounts === undefined || accounts.all.length < 2) return [];
  const { say } = context.words;
  return accounts.all.map(({ id, name, reading }) => ({
    id: `account-${id}`,
    label: say.accounts.line(nameOfAccount(name, context.words), headlineOf(reading, context)),
    act: { account: id },
    enabled: true,
    checked: id === accounts.chosenId,
  }));
}

function headlineOf(reading: Reading, context: PresentContext): string {
  const { words, nowMs } = context;
  const numbers = numbersOf(reading);
  const failure = failureOf(reading);
  if (numbers !== null)
    return presentVerdict(numbers.snapshot, context, createShownClock(words, nowMs)).text;
  return failure === null ? words.say.firstLook.title : words.describeFailure(failure, nowMs).title;
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
      { id: 'trust', label: acts['open-trust'], act: 'open-trust', enabled: true },
      ...snoozeItem(alerts?.snooze ?? 'none', words),
      ...updateItem(panel.update),
    ],
    [{ id: 'quit', label: menu.quit, act: 'quit', enabled: true }],
  ];
}

/** Last, where it is found by who looks for it, and in nobody's way. */
function updateItem(update: Panel['update']): readonly TrayMenuItem[] {
  if (update === null) return [];
  const { text, button } = update;
  return [{ id: 'update', label: text, act: button.act, enabled: true }];
}

function snoozeItem(snooze: AlertsShown['snooze'], { say }: Words): readonly TrayMenuItem[] {
  const act = 'snooze-alerts';
  if (snooze === 'none') return [];
  return snooze === 'offered'
    ? [{ id: 'snooze', label: say.acts[act], act, enabled: true }]
    : [{ id: 'snooze', label: say.alerts.snoozed, act: null, enabled: false }];
}
