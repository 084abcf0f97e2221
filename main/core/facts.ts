// The quiet lines under the gauges: credits, spend limit, earned resets, an API key that Codex works
// on instead; each only if present. Amounts are text as the service gave it: no currency, no sums.

import { shownUsedPercent } from './gauges.ts';
import type { Fact } from './panel-types.ts';
import type { Account } from './reading.ts';
import type { ShownClock } from './shown-clock.ts';
import type { Credits, ResetCredits, SpendLimit, UsageSnapshot } from './snapshot.ts';
import type { Unexplained } from './unexplained.ts';
import { isResetElapsed, windowLabelUnit } from './windows.ts';
import type { Words } from './words/words.ts';

export interface FactsInput {
  readonly snapshot: UsageSnapshot;
  readonly account: Pick<Account, 'apiKeyBeside'>;
  readonly unexplained?: Unexplained | null;
}

export function presentFacts(
  { snapshot, account, unexplained = null }: FactsInput,
  words: Words,
  clock: ShownClock,
): readonly Fact[] {
  const { credits, spendLimit, resetCredits } = snapshot;
  return [
    ...(spendLimit === null ? [] : [presentSpendLimit(spendLimit, words, clock)]),
    ...(credits === null ? [] : presentCredits(credits, words)),
    ...(resetCredits === null ? [] : presentResetCredits(resetCredits, words, clock)),
    ...(unexplained === null ? [] : presentUnexplained(unexplained, words, clock)),
    ...(account.apiKeyBeside ? [presentApiKey(words)] : []),
  ];
}

/** Why: the numbers are those of the ChatGPT sign-in, but Codex spends by the key. */
function presentApiKey({ say }: Words): Fact {
  const { apiKey: label, apiKeyBeside: value, apiKeyBesideDetail: detail } = say.facts;
  return { id: 'api-key', label, value, detail };
}

function presentCredits(credits: Credits, { say }: Words): readonly Fact[] {
  const { facts } = say;
  const fact = (value: string): readonly Fact[] => [
    { id: 'credits', label: facts.credits, value, detail: null },
  ];
  if (credits.unlimited === true) return fact(facts.creditsUnlimited);
  // Why: most plans carry an empty credits object; a row that says "none" for ever is noise.
  if (credits.hasCredits === false) return [];
  return fact(credits.balance ?? facts.creditsUnknown);
}

function presentSpendLimit(spend: SpendLimit, words: Words, clock: ShownClock): Fact {
  const { facts } = words.say;
  const amounts =
    spend.used === null || spend.limit === null ? null : facts.spendOf(spend.used, spend.limit);
  const used = shownUsedPercent(spend.usedPercent);
  const percent = used === null ? null : words.formats.percent(used);
  const value = amounts ?? (percent === null ? facts.spendUnknown : facts.spendUsed(percent));
  const details = [
    spend.reached ? facts.spendReached : null,
    presentSpendReset(spend, words, clock),
  ].filter((part) => part !== null);
  const detail = details.length === 0 ? null : details.join(' · ');
  return { id: 'spend', label: facts.spendLimit, value, detail };
}

function presentSpendReset(spend: SpendLimit, { say }: Words, clock: ShownClock): string | null {
  const { resetsAtMs } = spend;
  if (resetsAtMs === null) return null;
  const at = clock.at(resetsAtMs);
  if (isResetElapsed(spend, clock.nowMs)) return say.gauge.resetDue(at);
  clock.changesAt(resetsAtMs);
  return say.facts.resetsAt(at);
}

function presentResetCredits(
  { available, expiriesMs }: ResetCredits,
  { say, formats }: Words,
  clock: ShownClock,
): readonly Fact[] {
  if (available === 0) return [];
  const first = expiriesMs.find((atMs) => atMs > clock.nowMs);
  if (first !== undefined) clock.changesAt(first);
  const detail = first === undefined ? null : say.facts.firstExpires(clock.at(first));
  const value = formats.count(available);
  return [{ id: 'resets', label: say.facts.resetCredits, value, detail }];
}

function presentUnexplained(
  { durationMs, percent, fromMs, toMs, untilMs }: Unexplained,
  words: Words,
  clock: ShownClock,
): readonly Fact[] {
  if (untilMs <= clock.nowMs) return [];
  clock.changesAt(untilMs);
  const { sources, limitInSentence } = words.say;
  const limit = limitInSentence(windowLabelUnit(durationMs));
  const detail = sources.elsewhereBetween(clock.moment(fromMs), clock.moment(toMs));
  const value = sources.elsewhereOf(words.formats.percent(percent), limit);
  return [{ id: 'elsewhere', label: sources.elsewhere, value, detail }];
}
