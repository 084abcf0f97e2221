// The line that says where the numbers come from and how old they are: live, saved, from before a reset,
// or from Codex's own log; and why, where it is not the usual.

import { isCurrent } from './current.ts';
import type { Panel } from './panel-types.ts';
import { failureOf, numbersOf, type Reading } from './reading.ts';
import type { ShownClock } from './shown-clock.ts';
import type { Words } from './words/words.ts';

export interface SourceContext {
  readonly words: Words;
  readonly nowMs: number;
}

/** Where the numbers of a reading are from, and how old they are. */
export function presentSource(
  reading: Reading,
  context: SourceContext,
  clock: ShownClock,
): Pick<Panel['trust'], 'source' | 'sourceAt'> {
  const { words, nowMs } = context;
  const numbers = numbersOf(reading);
  if (numbers === null) return { source: null, sourceAt: null };
  const { trust } = words.say;
  const age = clock.age(numbers.snapshot.takenAtMs);
  const at = clock.at(numbers.snapshot.takenAtMs);
  if (numbers.snapshot.source === 'session-log') return presentLog(reading, { age, at }, context);
  if (reading.kind === 'fresh' && !isCurrent(reading, nowMs))
    return { source: trust.beforeReset(age), sourceAt: trust.beforeResetAt(at) };
  if (reading.kind === 'fresh') return { source: trust.live(age), sourceAt: trust.liveAt(at) };
  const failure = failureOf(reading);
  if (failure === null) return { source: trust.saved(age), sourceAt: trust.savedAt(at) };
  const why = words.describeFailure(failure, nowMs).short;
  return { source: trust.savedBecause(age, why), sourceAt: trust.savedAtBecause(at, why) };
}

function presentLog(
  reading: Reading,
  { age, at }: { readonly age: string; readonly at: string },
  { words, nowMs }: SourceContext,
): Pick<Panel['trust'], 'source' | 'sourceAt'> {
  const say = words.say.sources;
  const failure = failureOf(reading);
  if (failure === null) return { source: say.fromLog(age), sourceAt: say.fromLogAt(at) };
  const why = words.describeFailure(failure, nowMs).short;
  return { source: say.fromLogBecause(age, why), sourceAt: say.fromLogAtBecause(at, why) };
}
