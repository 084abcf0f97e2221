// The fields of the settings page that take a value of one's own: percents, hours, minutes, keys. Owns
// their bounds as the page shows them; settings.ts owns what is accepted.

import { POLL_MINUTES, type QuietHours, type Settings, THRESHOLDS_MAX } from './settings.ts';
import type {
  HoursControl,
  HoursField,
  NumberControl,
  PercentField,
  PercentsControl,
  PreferenceState,
  ShortcutControl,
} from './settings-panel-types.ts';
import { SHORTCUT_MAX_LENGTH } from './shortcut.ts';
import type { Words } from './words/words.ts';

interface FieldContext {
  readonly words: Words;
  readonly settings: Settings;
  readonly preferences: PreferenceState;
}

/** What switching quiet hours on starts with. */
const USUAL_NIGHT: QuietHours = { fromMinute: 22 * 60, toMinute: 8 * 60 };
/** What adding a threshold offers, the first that is not there yet. */
const USUAL_PERCENTS = [90, 75, 50, 98, 60, 25];

export function presentThresholds({ words, settings }: FieldContext): PercentsControl {
  const say = words.say.settings.thresholds;
  const { thresholds } = settings;
  const next = USUAL_PERCENTS.find((percent) => !thresholds.includes(percent));
  const isFull = thresholds.length >= THRESHOLDS_MAX || next === undefined;
  return {
    kind: 'percents',
    id: 'thresholds',
    label: say.label,
    explanation: say.explanation,
    error: null,
    fields: thresholds.map((value, at) => percentField(value, at, { words, thresholds })),
    addLabel: say.add,
    add: isFull ? null : { thresholds: [...thresholds, next] },
  };
}

function percentField(
  value: number,
  at: number,
  { words, thresholds }: Pick<FieldContext, 'words'> & Pick<Settings, 'thresholds'>,
): PercentField {
  const say = words.say.settings.thresholds;
  const others = thresholds.filter((_, other) => other !== at);
  return {
    value,
    min: Math.min(value, (thresholds[at - 1] ?? 0) + 1),
    max: Math.max(value, (thresholds[at + 1] ?? 101) - 1),
    label: say.field(at + 1, thresholds.length),
    removeLabel: say.remove(words.formats.percent(value)),
    remove: others.length === 0 ? null : { thresholds: others },
  };
}

export function presentHours({ words, settings }: FieldContext): HoursControl {
  const { label, explanation, from, to, empty } = words.say.settings.quietHours;
  const { quietHours } = settings;
  const field = (name: string, minute: number | undefined): HoursField | null =>
    minute === undefined ? null : { label: name, minute, value: clockValue(minute) };
  const isEmpty = quietHours !== null && quietHours.fromMinute === quietHours.toMinute;
  return {
    kind: 'hours',
    id: 'quietHours',
    label,
    explanation,
    error: isEmpty ? empty : null,
    on: quietHours !== null,
    change: { quietHours: quietHours === null ? USUAL_NIGHT : null },
    from: field(from, quietHours?.fromMinute),
    to: field(to, quietHours?.toMinute),
  };
}

/** "08:05": the spelling of HTML, whatever the person's own is. */
function clockValue(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export function presentMinutes({ words, settings }: FieldContext): NumberControl {
  const { label, explanation, unit } = words.say.settings.pollMinutes;
  const { min, max } = POLL_MINUTES;
  const value = settings.pollMinutes;
  return {
    kind: 'number',
    id: 'pollMinutes',
    label,
    explanation,
    error: null,
    value,
    min,
    max,
    unit: unit(value),
  };
}

export function presentShortcut({ words, settings, preferences }: FieldContext): ShortcutControl {
  const { label, explanation, none, clear, problem } = words.say.settings.shortcut;
  const { shortcut } = settings;
  const trouble = preferences.shortcutProblem;
  // Why: at the start the one that is taken is the chosen one itself, and then nothing else stays.
  const kept = trouble?.tried === shortcut ? null : shortcut;
  return {
    kind: 'shortcut',
    id: 'shortcut',
    label,
    explanation,
    error: trouble === null ? null : problem(trouble.tried, kept)[trouble.kind],
    value: shortcut,
    placeholder: none,
    maxLength: SHORTCUT_MAX_LENGTH,
    clearLabel: clear,
    clear: shortcut === null ? null : { shortcut: null },
  };
}
