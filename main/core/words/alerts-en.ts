// The sentences of alerts in English. Percentages are always "used", whatever the popover shows.
// Arguments arrive finished; no alert names an account, an e-mail address or a plan.

import { createPlural } from './plural.ts';

const plural = createPlural('en');

export const alertsEn = {
  threshold: (used: string, limit: string) => `${used} of ${limit} used`,
  runsOut: (at: string, resetsAt: string) =>
    `At this rate it runs out ${at}; it resets ${resetsAt}.`,
  resets: (at: string | null) =>
    at === null ? 'When it resets is not known.' : `It resets ${at}.`,
  spendingCredits: (until: string | null) =>
    `Credits are being spent${until === null ? '' : ` until ${until}`}.`,
  blocked: (limit: string) => `Blocked: ${limit} is used up`,
  blockedUntil: (at: string | null) =>
    at === null ? 'When it resets is not known.' : `Work is possible again ${at}.`,
  usableAgain: 'Codex can be used again',
  room: (limit: string) => `There is room in ${limit} again.`,
  roomEverywhere: 'No limit is in the way any more.',
  signIn: 'Sign in to Codex again',
  signInText: 'Without it, how much is left cannot be asked; the numbers stay as they were.',
  expiring: (count: number) =>
    plural(count, {
      one: 'An earned reset is about to expire',
      other: `${count} earned resets are about to expire`,
    }),
  expires: (at: string, isFirst: boolean) =>
    isFirst ? `The first expires ${at}.` : `It expires ${at}.`,
  /** Behind the first of several alerts: its title, as a sentence. */
  also: (title: string) => `${title}.`,
  snoozed: 'Alerts are snoozed until the reset',
};
