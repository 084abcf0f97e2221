// Every sentence of Plimsoll in English, keyed by message. Arguments arrive finished: numbers and
// moments are formatted already. Other languages are the same keys in files beside this one.

import type { ActName } from '../panel-types.ts';
import type { WindowLabelUnit } from '../windows.ts';
import { accountsEn } from './accounts-en.ts';
import { activityEn } from './activity-en.ts';
import { alertsEn } from './alerts-en.ts';
import { chartEn } from './chart-en.ts';
import { countsEn } from './counts-en.ts';
import type { AgeParts, DurationParts, MomentParts } from './formats.ts';
import { rescueEn } from './rescue-en.ts';
import { settingsEn } from './settings-en.ts';
import { sourcesEn } from './sources-en.ts';
import { trustEn } from './trust-en.ts';
import { updatesEn } from './updates-en.ts';

const UNIT = {
  month: 'month',
  week: 'week',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
} as const;

const NAMED = { session: '5-hour', daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' } as const;

export const en = {
  language: 'en',
  appName: 'Plimsoll',

  /** As a row's label: "5-hour", "Weekly", "9-hour". */
  windowLabel({ kind, unit, count }: WindowLabelUnit): string {
    return kind === 'other' ? `${count}-${UNIT[unit]}` : NAMED[kind];
  },
  /** By itself: "5-hour limit", "Weekly limit". */
  limitName: (window: WindowLabelUnit): string => `${en.windowLabel(window)} limit`,
  /** As an argument of other messages: "the weekly limit". */
  limitInSentence: (window: WindowLabelUnit): string => `the ${decapital(en.limitName(window))}`,
  spendLimitInSentence: 'the spend limit',

  /** Finished sentences as one text. */
  sentences: (texts: readonly string[]) => texts.join(' '),
  /** A title and what it is about, as one text. */
  titled: (title: string, text: string) => `${title}. ${text}`,
  /** Behind a sentence, in brackets. */
  aside: (text: string) => ` (${text})`,

  duration(parts: DurationParts): string {
    if (parts.kind === 'minutes')
      return parts.minutes === 0 ? 'under 1 min' : `${parts.minutes} min`;
    const [large, small] =
      parts.kind === 'days'
        ? [`${parts.days} d`, parts.hours > 0 ? ` ${parts.hours} h` : '']
        : [`${parts.hours} h`, parts.minutes > 0 ? ` ${parts.minutes} min` : ''];
    return large + small;
  },
  age(parts: AgeParts): string {
    if (parts.kind === 'now') return 'just now';
    if (parts.kind === 'seconds') return `${parts.seconds} s ago`;
    return `${en.duration(parts.duration)} ago`;
  },

  /** Without a preposition, which the sentence has: "until 18:40", "until Tue 09:12". */
  moment: ({ day, time }: MomentParts) => (day === null ? time : `${day} ${time}`),
  /** With its own preposition: "at 18:40", "on Tue at 09:12", "on 4 Dec at 09:12". */
  at: ({ day, time }: MomentParts) => (day === null ? `at ${time}` : `on ${day} at ${time}`),

  verdict: {
    onPace: (left: string, limit: string, until: string | null) =>
      `On pace: ${left} of ${limit} left${until === null ? '' : ` until ${until}`}.`,
    left: (left: string, limit: string, until: string | null) =>
      `${left} of ${limit} left${until === null ? '' : ` until ${until}`}.`,
    leftEarly: (left: string, limit: string, until: string | null) =>
      `${left} of ${limit} left${until === null ? '' : ` until ${until}`}; too early for a forecast.`,
    slowDown: (limit: string, at: string, early: string) =>
      `Slow down: at this rate ${limit} runs out ${at}, ${early} before it resets.`,
    blocked: (limit: string, until: string | null) =>
      until === null
        ? `Blocked: ${limit} is used up; when it resets is not known.`
        : `Blocked until ${until}: ${limit} is used up.`,
    spendingCredits: (limit: string, until: string | null) =>
      `${capital(limit)} is used up; credits are being spent${until === null ? '' : ` until ${until}`}.`,
    creditsUnlimited: 'No limit applies: credits are unlimited.',
    creditsStopped: 'Blocked: the limit on spending credits is reached.',
    creditsOnly: (balance: string | null) =>
      balance === null
        ? 'You are working on credits.'
        : `You are working on credits: ${balance} left.`,
    extrasOnly: 'No main limit applies; only the limits below do.',
    noLimits: 'No limits apply to this plan right now.',
    outdated: (limit: string) =>
      `${capital(limit)} has reset since these numbers; new ones are due.`,
    unknown: 'How much is left is not known: the answer did not say.',
  },

  gauge: {
    left: 'left',
    used: 'used',
    unknown: 'not known',
    dash: '–',
    resetsIn: (duration: string, at: string) => `Resets in ${duration}, ${at}`,
    resetsAt: (at: string) => `Resets ${at}`,
    resetDue: (at: string) => `Was due to reset ${at}`,
    resetUnknown: 'Reset time not known',
    spoken: (limit: string, percent: string | null, note: string, reset: string) =>
      `${limit}, ${percent === null ? 'percent not known' : `${spokenPercent(percent)} ${note}`}, ${decapital(reset)}`,
  },

  chart: chartEn,

  activity: activityEn,

  facts: {
    codeReview: 'Code review',
    credits: 'Credits',
    creditsUnlimited: 'Unlimited',
    creditsUnknown: 'Not known',
    spendLimit: 'Spend limit',
    spendOf: (used: string, limit: string) => `${used} of ${limit}`,
    spendUnknown: 'Not known',
    spendUsed: (percent: string) => `${percent} used`,
    spendReached: 'Reached',
    resetsAt: (at: string) => `Resets ${at}`,
    resetCredits: 'Earned resets',
    firstExpires: (at: string) => `The first expires ${at}`,
    apiKey: 'API key',
    apiKeyBeside: 'In use',
    apiKeyBesideDetail: 'Codex itself works on the key in auth.json',
  },

  trust: {
    live: (age: string) => `Live, ${age}`,
    liveAt: (at: string) => `Live ${at}`,
    beforeReset: (age: string) => `Before the reset, ${age}`,
    beforeResetAt: (at: string) => `Before the reset, ${at}`,
    saved: (age: string) => `Saved, ${age}`,
    savedAt: (at: string) => `Saved ${at}`,
    savedAtBecause: (at: string, why: string) => `Saved ${at}: ${why}`,
    savedBecause: (age: string, why: string) => `Saved, ${age}: ${why}`,
  },

  recovery: {
    reload: {
      changed: 'The sign-in had expired; Codex had already renewed it; nothing was sent.',
      'other-account': 'The sign-in file holds another account now; its numbers are shown.',
      gone: 'The sign-in was rejected, and its file can no longer be read.',
      unchanged: 'The sign-in was rejected, and its file has not changed.',
    },
    settle: {
      published: 'A renewed sign-in from before was saved.',
      dropped: 'A renewed sign-in from before was not needed any more.',
      kept: 'A renewed sign-in from before still waits to be saved.',
    },
    codex: {
      renewed: 'The sign-in had expired; Codex renewed it.',
      unchanged: 'The sign-in has expired; Codex has not renewed it.',
    },
    refresh: {
      saved: 'The sign-in had expired; it was renewed and saved.',
      'not-saved-yet': 'The sign-in was renewed; saving it is still to come.',
      adopted: 'The sign-in had expired; a newer one was found and used.',
      refused: 'The sign-in has expired, and renewing it was refused.',
      'not-sent': 'The sign-in has expired; renewing it was not possible yet.',
      unknown: 'Renewing the sign-in was cut off; whether it is spent is not known.',
    },
    at: (clock: string, sentence: string) => `${clock} ${sentence}`,
  },

  firstLook: { title: 'First look', text: 'Asking OpenAI how much is left.' },
  warningTitle: 'The sign-in needs attention',

  refresh: {
    label: 'Refresh',
    busy: 'Refreshing',
    young: 'Just refreshed',
    soon: 'Possible again in a moment',
    notBefore: (at: string) => `Next look possible ${at}`,
  },

  numbers: { showLeft: 'Show percent left', showUsed: 'Show percent used' },

  menu: {
    open: 'Open Plimsoll',
    quit: 'Quit Plimsoll',
    gauge: (label: string, percent: string, note: string, reset: string) =>
      `${label}: ${percent} ${note} · ${reset}`,
    /** A row of a group: "Spark, weekly". */
    labelOf: (group: string, label: string) => `${group}, ${decapital(label)}`,
    fact: (label: string, value: string) => `${label}: ${value}`,
  },

  alerts: alertsEn,
  accounts: accountsEn,

  tooltip: (verdict: string) => `Plimsoll: ${verdict}`,
  tooltipWith: (barText: string, tooltip: string) => `${barText} – ${tooltip}`,

  rescue: rescueEn,

  settings: settingsEn,

  trustPage: trustEn,

  counts: countsEn,
  sources: sourcesEn,
  updates: updatesEn,

  acts: {
    'copy-login-command': 'Copy “codex login”',
    'open-keyring': 'Open the keychain',
    'try-once-more': 'Try once more',
    'repair-sign-in': 'Put it back',
    'open-usage-page': 'Open usage page',
    'open-settings': settingsEn.open,
    'open-trust': trustEn.title,
    'close-trust': settingsEn.back,
    'copy-trust': trustEn.copy,
    'copy-report': 'Copy report line',
    'send-test-alert': settingsEn.testAlert.button,
    'reset-settings': settingsEn.reset.button,
    'open-releases': updatesEn.open,
    'hide-update': updatesEn.hide,
    'note-unreadable': 'All right',
    'add-account-folder': accountsEn.settings.add.button,
    'import-accounts': accountsEn.settings.import.button,
    close: 'Close',
    quit: 'Quit',
    'snooze-alerts': 'Snooze alerts until the reset',
    poll: 'Try again',
  } satisfies Record<ActName | 'poll', string>,
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function decapital(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function spokenPercent(percent: string): string {
  return percent.replace(/\s*%$/, ' percent');
}
