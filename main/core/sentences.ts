// Verdict and recovery as sentences: the words that popover, tooltip, menu and command share.
// Decides nothing: verdict.ts and recovery.ts do, and words/ has the texts.

import { assertNever } from './failure.ts';
import { shownUsedPercent } from './gauges.ts';
import type { RecoveryStep } from './recovery.ts';
import type { ShownClock } from './shown-clock.ts';
import type { UsageSnapshot } from './snapshot.ts';
import { type Binding, decideVerdict, type Level, type Verdict } from './verdict.ts';
import { windowLabelUnit } from './windows.ts';
import { durationParts } from './words/formats.ts';
import type { Words } from './words/words.ts';

export interface Sentence {
  readonly text: string;
  readonly level: Level;
}

export interface Speaker {
  readonly words: Words;
  readonly clock: ShownClock;
  /** Percent used from which a limit is near. */
  readonly nearFromPercent: number;
}

type LeftVerdict = Verdict & { readonly kind: 'on-pace' | 'left' };

/** The verdict on a snapshot now, as the one sentence that every surface shows. */
export function verdictSentence(snapshot: UsageSnapshot, speaker: Speaker): Sentence {
  const verdict = decideVerdict(snapshot, speaker.clock.nowMs);
  return {
    text: sayVerdict(verdict, speaker),
    level: levelOfVerdict(verdict, speaker.nearFromPercent),
  };
}

function sayVerdict(verdict: Verdict, { words, clock }: Speaker): string {
  const say = words.say.verdict;
  const moment = (atMs: number | null): string | null =>
    atMs === null ? null : clock.moment(atMs);
  const sayLeft = (sentence: typeof say.left, left: LeftVerdict, until: string | null): string =>
    sentence(
      words.formats.percent(100 - (usedOf(left) ?? 0)),
      nameLimit(left.binding, words),
      until,
    );
  switch (verdict.kind) {
    case 'on-pace':
      return sayLeft(say.onPace, verdict, moment(verdict.resetsAtMs));
    case 'left': {
      const sentence = verdict.isTooEarly ? say.leftEarly : say.left;
      return sayLeft(sentence, verdict, moment(verdict.resetsAtMs));
    }
    case 'slow-down': {
      const earlyMs = verdict.resetsAtMs - verdict.runsOutAtMs;
      clock.changesAt(verdict.runsOutAtMs);
      const limit = nameLimit(verdict.binding, words);
      const early = words.say.duration(durationParts(earlyMs));
      return say.slowDown(limit, clock.at(verdict.runsOutAtMs), early);
    }
    case 'blocked':
      return say.blocked(nameLimit(verdict.binding, words), moment(verdict.untilMs));
    case 'spending-credits':
      return say.spendingCredits(nameLimit(verdict.binding, words), moment(verdict.untilMs));
    case 'credits-only':
      if (verdict.isStopped) return say.creditsStopped;
      return verdict.unlimited ? say.creditsUnlimited : say.creditsOnly(verdict.balance);
    case 'extras-only':
      return say.extrasOnly;
    case 'no-limits':
      return say.noLimits;
    case 'outdated':
      return say.outdated(nameLimit(verdict.binding, words));
    case 'unknown':
      return say.unknown;
    default:
      return assertNever(verdict);
  }
}

/** The colour of a verdict; icon and sentence both take it from here. */
export function levelOfVerdict(verdict: Verdict, nearFromPercent: number): Level {
  switch (verdict.kind) {
    case 'blocked':
      return 'blocked';
    case 'slow-down':
    case 'spending-credits':
      return 'near';
    case 'on-pace':
    case 'left':
      return (usedOf(verdict) ?? 0) >= nearFromPercent ? 'near' : 'calm';
    case 'credits-only':
      return verdict.isStopped ? 'blocked' : 'calm';
    default:
      return 'calm';
  }
}

function usedOf(verdict: LeftVerdict): number | null {
  return shownUsedPercent(100 - verdict.remainingPercent);
}

/** A limit within a sentence: "the weekly limit". */
export function nameLimit(binding: Binding, words: Words): string {
  if (binding.kind === 'spendLimit') return words.say.spendLimitInSentence;
  return words.say.limitInSentence(windowLabelUnit(binding.durationMs));
}

/** What recovery did, in one line with its time; null for a plain poll. */
export function recoverySentence(steps: readonly RecoveryStep[], words: Words): string | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  return words.say.recovery.at(words.formats.clock(last.atMs), sayStep(last, words));
}

/** One step of recovery as a sentence. */
export function sayStep(step: RecoveryStep, { say }: Words): string {
  switch (step.step) {
    case 'reload':
      return say.recovery.reload[step.outcome];
    case 'settle':
      return say.recovery.settle[step.outcome];
    case 'wait-for-codex':
    case 'ask-codex':
      return say.recovery.codex[step.outcome];
    case 'refresh':
      return say.recovery.refresh[step.outcome];
    default:
      return assertNever(step);
  }
}
