// The parts of the tokens as lines: what went in and came out, and each model's share. Texts finished,
// and every figure once more in full for a screen reader.

import type { Words } from '../words/words.ts';
import { nameOfModel } from './notes.ts';
import type { ActivityLine } from './panel-types.ts';
import type { ActivityReport, ModelCounts, TokenCounts } from './report-types.ts';

/** Why: the first few models are nearly everything, and the popover stays short. */
const MODELS_MAX = 4;

/** What went in and what came out. */
export function presentKinds(
  totals: TokenCounts,
  { say, formats }: Words,
): readonly ActivityLine[] {
  const { input, cached, output, reasoning } = totals;
  const parts = [
    { kind: 'input', all: input, part: cached },
    { kind: 'output', all: output, part: reasoning },
  ] as const;
  return parts.map(({ kind, all, part }) => {
    const words = say.activity[kind];
    return {
      id: kind,
      label: part === 0 ? words.label : words.labelWith(formats.compact(part)),
      tokens: formats.compact(all),
      spoken: words.spoken(formats.count(all), part === 0 ? null : formats.count(part)),
      sharePercent: null,
    };
  });
}

interface NamedTokens {
  readonly id: string;
  readonly label: string;
  readonly total: number;
}

/** Each model's share: the first few, and the others as one. */
export function presentModels(
  { byModel, totals }: ActivityReport,
  words: Words,
): readonly ActivityLine[] {
  const { activity } = words.say;
  const named = byModel.map(({ model, total }: ModelCounts): NamedTokens => {
    return { id: model, label: nameOfModel(model, words), total };
  });
  if (named.length <= MODELS_MAX) return named.map((each) => modelLine(each, totals, words));
  const shown = named.slice(0, MODELS_MAX - 1);
  const others = named.slice(MODELS_MAX - 1);
  const rest = {
    // No model is called so.
    id: '',
    label: activity.others(others.length),
    total: others.reduce((sum, { total }) => sum + total, 0),
  };
  return [...shown, rest].map((each) => modelLine(each, totals, words));
}

function modelLine(
  { id, label, total }: NamedTokens,
  totals: TokenCounts,
  { say, formats }: Words,
): ActivityLine {
  const percent = totals.total === 0 ? null : (100 * total) / totals.total;
  const rounded = Math.round(percent ?? 0);
  const inFull = say.activity.spokenTokens({ count: total, text: formats.count(total) }, false);
  return {
    id,
    label,
    tokens: formats.compact(total),
    spoken: say.activity.spokenModel(label, inFull, rounded === 0 ? null : formats.count(rounded)),
    // Painted on a few hundred pixels.
    sharePercent: percent === null ? null : Math.round(percent * 10) / 10,
  };
}
