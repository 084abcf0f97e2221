// Tokens by day as bars: heights, gaps, labels and a sentence that says the picture. Beside today alone
// stand the days of the week, so that there is something to compare it with.

import type { ChartSpan } from '../settings.ts';
import { DAY_MS } from '../time.ts';
import type { Words } from '../words/words.ts';
import type { ActivityDays } from './panel-types.ts';
import type { ActivitySpans } from './report-types.ts';

interface DaysContext {
  readonly words: Words;
  readonly span: ChartSpan;
  readonly isCounting: boolean;
}

interface Day {
  readonly day: string;
  readonly tokens: number;
}

/** The bars of a span, the last one today's. */
export function presentActivityBars(spans: ActivitySpans, context: DaysContext): ActivityDays {
  const { words, span } = context;
  const { formats, say } = words;
  const { byDay, from, to } = span === '30d' ? spans.month : spans.week;
  const tokensOf = new Map(byDay.map(({ day, total }) => [day, total]));
  const days = daysBetween(from, to).map((day) => ({ day, tokens: tokensOf.get(day) ?? 0 }));
  const peak = Math.max(...days.map(({ tokens }) => tokens));
  return {
    spoken: speak(days, context),
    bars: days.map(({ day, tokens }) => ({
      day,
      height: tokens === 0 ? null : Math.round((tokens / peak) * 1000) / 1000,
      inSpan: span !== '24h' || day === to,
      hint:
        tokens === 0
          ? null
          : say.activity.dayHint(formats.longDay(day), {
              count: tokens,
              text: formats.compact(tokens),
            }),
    })),
    peak: peak === 0 ? null : formats.compact(peak),
    first: formats.day(from),
    last: say.activity.lastDay,
  };
}

/** Every day from the first to the last, both among them. */
function daysBetween(from: string, to: string): readonly string[] {
  const startMs = Date.parse(from);
  const count = Math.max(0, Math.round((Date.parse(to) - startMs) / DAY_MS)) + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(startMs + at * DAY_MS).toISOString().slice(0, 10),
  );
}

function speak(days: readonly Day[], { words, span, isCounting }: DaysContext): string {
  const { formats, say } = words;
  const used = days.filter(({ tokens }) => tokens > 0);
  const most = used.reduce<Day | null>(
    (best, each) => (best === null || each.tokens > best.tokens ? each : best),
    null,
  );
  return say.activity.days({
    span: span === '30d' ? '30d' : '7d',
    used: { count: used.length, text: formats.count(used.length) },
    most: most && { day: formats.longDay(most.day), tokens: formats.count(most.tokens) },
    isCounting,
  });
}
