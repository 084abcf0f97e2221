// The trust page in words: what was touched and why, what recovery did, which alerts were told or held
// back and for what reason. The same page as text, to be pasted anywhere.

import type { LogEntry } from '../alert-memory.ts';
import { shownUsedPercent } from '../gauges.ts';
import { sayStep } from '../sentences.ts';
import type { WindowLabelUnit } from '../windows.ts';
import type { Words } from '../words/words.ts';
import type { TrustPage, TrustRow, TrustSection, UsualHost } from './page-types.ts';
import {
  DEED_KINDS,
  type DeedKind,
  type Deeds,
  PURPOSES,
  type RecoveryStory,
  STORIES_KEPT_MS,
  type TrustRecord,
} from './trust.ts';

export interface TrustShown {
  readonly record: TrustRecord;
  /** Named although nobody was contacted yet. */
  readonly usualHosts: readonly UsualHost[];
  /** Oldest first. */
  readonly alerts: readonly LogEntry[];
  /** The page is on the clipboard. */
  readonly isCopied: boolean;
}

export interface TrustContext {
  readonly words: Words;
  readonly nowMs: number;
}

/** The whole page, in the order in which it is read. */
export function presentTrustPage(shown: TrustShown, context: TrustContext): TrustPage {
  const { say } = context.words;
  const { trustPage } = say;
  return {
    title: trustPage.title,
    backLabel: say.settings.back,
    intro: trustPage.intro(momentOf(shown.record.sinceMs, context)),
    sections: [
      ...DEED_KINDS.map((kind) => deedSection(kind, shown, context)),
      section('recovery', recoveryRows(shown.record.stories, context), context),
      section('alerts', alertRows(shown.alerts, context), context),
    ],
    unlisted: trustPage.unlisted,
    copy: { label: trustPage.copy, status: shown.isCopied ? trustPage.copied : null },
  };
}

/** The page as plain text. */
export function formatTrustPage({ title, intro, sections, unlisted }: TrustPage): string {
  const blocks = sections.map(({ title: name, nothing, rows }) => {
    const lines = rows.map(({ target, text, detail }) =>
      [target, text, detail].filter((line) => line !== null).join('\n  '),
    );
    return [name, ...(rows.length === 0 ? [nothing] : lines)].join('\n\n');
  });
  return `${[title, intro, ...blocks, unlisted].join('\n\n')}\n`;
}

type SectionName = DeedKind | 'recovery' | 'alerts';

function section(
  id: SectionName,
  rows: readonly TrustRow[],
  { words }: TrustContext,
): TrustSection {
  const { titles, nothing } = words.say.trustPage;
  return { id, title: titles[id], nothing: nothing[id], rows };
}

/** Rows keep their places: by purpose, then by name. */
function deedSection(
  kind: DeedKind,
  { record, usualHosts }: TrustShown,
  context: TrustContext,
): TrustSection {
  const done = record.deeds.filter((deeds) => deeds.kind === kind);
  const untouched = (kind === 'contacted' ? usualHosts : []).filter(
    ({ target, purpose }) =>
      !done.some((deeds) => deeds.target === target && deeds.purpose === purpose),
  );
  const rows = [...done, ...untouched]
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.target < b.target ? -1 : 1))
    .map((matter) => matterRow(kind, matter, context));
  return section(kind, rows, context);
}

function placeOf({ purpose }: UsualHost): number {
  return PURPOSES.indexOf(purpose);
}

function matterRow(kind: DeedKind, matter: UsualHost | Deeds, context: TrustContext): TrustRow {
  const { trustPage } = context.words.say;
  const { target, purpose } = matter;
  const detail = 'count' in matter ? sayDeeds(matter, context) : trustPage.notYet;
  return { id: `${kind} ${purpose} ${target}`, target, text: trustPage.purposes[purpose], detail };
}

function sayDeeds(
  { kind, count, troubles, lastAtMs, result }: Deeds,
  context: TrustContext,
): string {
  const { formats, say } = context.words;
  const { trustPage } = say;
  const done = result === 'done' ? trustPage.done[kind] : trustPage.results[result];
  const at = atOf(lastAtMs, context);
  // Of one that failed, the result says so already.
  const failed = count > 1 && troubles > 0 ? formats.count(troubles) : null;
  return trustPage.often({ count, shownCount: formats.count(count), failed, at, result: done });
}

function recoveryRows(
  stories: readonly RecoveryStory[],
  context: TrustContext,
): readonly TrustRow[] {
  const { say, formats } = context.words;
  return stories
    .filter(({ lastAtMs }) => isLate(lastAtMs, context))
    .map(({ lastAtMs, count, steps }, at): TrustRow => {
      const sentences = say.sentences(steps.map((step) => sayStep(step, context.words)));
      const text = say.recovery.at(momentOf(lastAtMs, context), sentences);
      const detail = count > 1 ? say.trustPage.repeated(formats.count(count)) : null;
      return { id: `recovery ${at}`, target: null, text, detail };
    })
    .toReversed();
}

function alertRows(entries: readonly LogEntry[], context: TrustContext): readonly TrustRow[] {
  const { say } = context.words;
  return entries
    .filter(({ atMs }) => isLate(atMs, context))
    .map((entry, at): TrustRow => {
      const text = say.recovery.at(momentOf(entry.atMs, context), titleOf(entry, context));
      const detail = say.trustPage.decisions[entry.decision];
      return { id: `alert ${at}`, target: null, text, detail };
    })
    .toReversed();
}

function titleOf({ kind, limit, percent }: LogEntry, { words }: TrustContext): string {
  const { say, formats } = words;
  const name = limit === null ? null : limitOfKey(limit, words);
  switch (kind) {
    case 'threshold':
      if (name === null || percent === null) return say.settings.alerts[kind].label;
      return say.alerts.threshold(formats.percent(shownUsedPercent(percent) ?? percent), name);
    case 'blocked':
      return name === null ? say.settings.alerts[kind].label : say.alerts.blocked(name);
    case 'usable-again':
      return say.alerts.usableAgain;
    case 'sign-in':
      return say.alerts.signIn;
    case 'reset-credit':
      return say.settings.alerts[kind].label;
  }
}

const NAMED: Readonly<Record<string, WindowLabelUnit>> = {
  session: { kind: 'session', unit: 'hour', count: 5 },
  daily: { kind: 'daily', unit: 'day', count: 1 },
  weekly: { kind: 'weekly', unit: 'week', count: 1 },
  monthly: { kind: 'monthly', unit: 'month', count: 1 },
};
const UNITS = ['week', 'day', 'hour', 'minute', 'second'] as const;

/** The limit that alert-limits.ts gave this key; null if it is none of them. */
function limitOfKey(key: string, { say }: Words): string | null {
  if (key === 'spendLimit') return say.spendLimitInSentence;
  const named = NAMED[key];
  if (named !== undefined) return say.limitInSentence(named);
  const [, count, word] = /^other (\d+) (\w+)$/.exec(key) ?? [];
  const unit = UNITS.find((known) => known === word);
  return unit === undefined
    ? null
    : say.limitInSentence({ kind: 'other', unit, count: Number(count) });
}

function isLate(atMs: number, { nowMs }: TrustContext): boolean {
  return Math.abs(nowMs - atMs) <= STORIES_KEPT_MS;
}

function momentOf(atMs: number, { words, nowMs }: TrustContext): string {
  return words.say.moment(words.formats.moment(atMs, nowMs));
}

function atOf(atMs: number, { words, nowMs }: TrustContext): string {
  return words.say.at(words.formats.moment(atMs, nowMs));
}
