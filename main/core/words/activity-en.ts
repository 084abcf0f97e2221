// The words of local activity in English: today's line, the spans, the parts of the tokens, and how far
// a count has come. Figures arrive finished; the count beside one chooses its plural.

import type { ChartSpan } from '../settings.ts';
import { createPlural } from './plural.ts';

/** A number and how it is written. */
export interface Counted {
  readonly count: number;
  readonly text: string;
}

export interface ActivityTotals {
  readonly sessions: Counted;
  readonly turns: Counted;
  readonly calls: Counted;
}

/** Sessions by their last line. */
export interface RecentSessions {
  readonly last5h: Counted;
  readonly last7d: string;
  readonly all: string;
}

/** Tokens by day, as far as they are counted. */
export interface DaysStory {
  readonly span: LongSpan;
  /** Days with any. */
  readonly used: Counted;
  readonly most: { readonly day: string; readonly tokens: string } | null;
  readonly isCounting: boolean;
}

type LongSpan = Exclude<ChartSpan, '24h'>;

const plural = createPlural('en');

const SPOKEN_SPAN = { '7d': 'the last 7 days', '30d': 'the last 30 days' } as const;

export const activityEn = {
  title: 'Activity today',
  spans: { '24h': 'Today', '7d': '7 d', '30d': '30 d' } satisfies Record<ChartSpan, string>,
  overSpan: { '7d': 'Last 7 days', '30d': 'Last 30 days' } satisfies Record<LongSpan, string>,

  /** Behind a figure. */
  tokens: (count: number, isSoFar: boolean) =>
    `${plural(count, { one: 'token', other: 'tokens' })}${isSoFar ? ' so far' : ''}`,
  spokenTokens: ({ count, text }: Counted, isSoFar: boolean): string =>
    `${text} ${activityEn.tokens(count, isSoFar)}`,
  spokenUnknown: 'Tokens not known',
  counts({ sessions, turns, calls }: ActivityTotals): string {
    const parts = [
      `${sessions.text}\u00a0${plural(sessions.count, { one: 'session', other: 'sessions' })}`,
      `${turns.text}\u00a0${plural(turns.count, { one: 'turn', other: 'turns' })}`,
      `${calls.text}\u00a0${plural(calls.count, { one: 'call', other: 'calls' })}`,
    ];
    return parts.join('\u00a0· ');
  },
  none: 'No sessions yet',
  noneToday: 'No sessions yet today',
  beginning: 'Counting today’s sessions…',
  failed: 'The session files could not be counted.',
  notCounted: 'This account’s sessions are not counted.',
  trouble: (moment: string) => `As of ${moment}; counting again failed.`,

  input: {
    label: 'Input',
    labelWith: (cached: string) => `Input, ${cached} of it cached`,
    spoken: (all: string, cached: string | null) =>
      `Input: ${all} tokens${cached === null ? '' : `, ${cached} of them cached`}`,
  },
  output: {
    label: 'Output',
    labelWith: (reasoning: string) => `Output, ${reasoning} of it reasoning`,
    spoken: (all: string, reasoning: string | null) =>
      `Output: ${all} tokens${reasoning === null ? '' : `, ${reasoning} of them reasoning`}`,
  },

  modelsName: 'Tokens by model',
  unnamed: 'Model not named',
  others: (count: number) => plural(count, { one: '1 other', other: `${count} others` }),
  spokenModel: (model: string, tokens: string, percent: string | null) =>
    `${model}: ${tokens}${percent === null ? '' : `, ${percent} percent`}`,

  /** Below today's bar. */
  lastDay: 'Today',
  dayHint: (day: string, { count, text }: Counted): string =>
    `${day}: ${text} ${activityEn.tokens(count, false)}`,
  days({ span, used, most, isCounting }: DaysStory): string {
    const soFar = isCounting ? ' so far' : '';
    if (most === null) return `No tokens over ${SPOKEN_SPAN[span]}${soFar}.`;
    const on = `${used.text} ${plural(used.count, { one: 'day', other: 'days' })}`;
    return `Tokens by day over ${SPOKEN_SPAN[span]}${soFar}: used on ${on}, most on ${most.day} with ${most.tokens}.`;
  },

  countingName: 'Counting older sessions',
  counting: (percent: string | null): string =>
    `${activityEn.countingName}…${percent === null ? '' : ` ${percent}`}`,
  recent({ last5h, last7d, all }: RecentSessions): string {
    const sessions = plural(last5h.count, { one: 'session', other: 'sessions' });
    return `${last5h.text}\u00a0${sessions} in 5\u00a0h\u00a0· ${last7d}\u00a0in 7\u00a0d\u00a0· ${all}\u00a0in\u00a0all`;
  },
  unread: ({ count, text }: Counted) =>
    `${text} session ${plural(count, { one: 'file', other: 'files' })} could not be read.`,
  compressed: ({ count, text }: Counted) =>
    plural(count, {
      one: `${text} compressed session file is not counted.`,
      other: `${text} compressed session files are not counted.`,
    }),
};
