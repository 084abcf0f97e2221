// When local sessions are counted: as the popover opens, when one of them changed while it is open, and
// when another day begins. Nothing runs while nobody looks; switched off, nothing is opened at all.

import { isDeepStrictEqual } from 'node:util';
import type { Activity } from '../codex/activity/activity.ts';
import type { ActivityShown } from '../core/activity/panel-types.ts';
import type { ActivitySpans } from '../core/activity/report-types.ts';
import { SECOND_MS } from '../core/time.ts';

export interface ActivityFeedPorts {
  /** The count of one Codex home; reads nothing until it is asked. */
  readonly open: (codexHome: string) => Activity;
  /** Null where nobody knows. */
  readonly codexHome: () => string | null;
  readonly isWanted: () => boolean;
  readonly nowMs: () => number;
  /** IANA name, now. */
  readonly timeZone: () => string;
  /** "2026-11-22", there. */
  readonly today: () => string;
  /** Does not jump. */
  readonly steadyMs: () => number;
  /** Calls back once after that time; returns its cancel. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Something else is to be shown. */
  readonly onChange: () => void;
}

export interface ActivityFeed {
  /**
   * What there is to show; null while it is switched off. Asked at every repaint, it notices then that
   * the setting, the home or the day is another one.
   */
  shown(): ActivityShown | null;
  /** Whether the popover is. */
  setOpen(isOpen: boolean): void;
  /** A session file may have changed. */
  noteUse(): void;
  stop(): void;
}

/** Why: a session that is written all the time is counted no more often. */
const PAUSE_MS = 5 * SECOND_MS;

const NOTHING: ActivityShown = {
  ...{ isPlaceKnown: true, spans: null, countedAtMs: 0, failed: false },
};
const NO_PLACE: ActivityShown = { ...NOTHING, isPlaceKnown: false };

export function createActivityFeed(ports: ActivityFeedPorts): ActivityFeed {
  let shown = NO_PLACE;
  let shownHome: string | null = null;
  let isOpen = false;
  let isWantedAgain = false;
  const pause = createPause(ports);
  const show = (spans: ActivitySpans | null): void => {
    const before = shown;
    shown = shownAfter(before, spans, ports.nowMs());
    if (!isSame(before, shown)) ports.onChange();
  };
  const counting = createCounting(ports, {
    onPart: (spans) => isNews(spans, shown) && show(spans),
    onEnd(spans) {
      pause.begin();
      show(spans);
      if (isWantedAgain) want();
    },
  });
  const leave = (): void => {
    pause.leave();
    counting.leave();
  };
  const forgetOthers = (): void => {
    const home = ports.isWanted() ? ports.codexHome() : null;
    if (home === shownHome) return;
    leave();
    [shown, shownHome] = [home === null ? NO_PLACE : NOTHING, home];
    pause.forget();
  };
  const want = (): void => {
    forgetOthers();
    const home = shownHome;
    if (!isOpen || home === null) return;
    isWantedAgain = counting.isRunning();
    if (!isWantedAgain) pause.whenOver(() => counting.begin(home));
  };
  const look = (): ActivityShown | null => {
    forgetOthers();
    const isOfToday = shown.spans?.today.to === ports.today();
    if (!counting.isRunning() && !isOfToday && !shown.failed) want();
    return ports.isWanted() ? shown : null;
  };
  const setOpen = (open: boolean): void => {
    isOpen = open;
    if (open) want();
    else leave();
  };
  return { shown: look, setOpen, noteUse: want, stop: leave };
}

interface Pause {
  /** From now on. */
  begin(): void;
  /** Calls back once it is over, perhaps at once; the last one asked for alone. */
  whenOver(callback: () => void): void;
  /** Calls nobody back. */
  leave(): void;
  forget(): void;
}

function createPause({ steadyMs, after }: ActivityFeedPorts): Pause {
  let begunAtMs: number | null = null;
  let cancel = (): void => {};
  return {
    begin() {
      begunAtMs = steadyMs();
    },
    whenOver(callback) {
      cancel();
      const waitMs = begunAtMs === null ? 0 : begunAtMs + PAUSE_MS - steadyMs();
      if (waitMs > 0) cancel = after(waitMs, callback);
      else callback();
    },
    leave: () => cancel(),
    forget() {
      begunAtMs = null;
    },
  };
}

interface CountingEvents {
  onPart(spans: ActivitySpans): void;
  /** Null when it failed; not called for one that was left. */
  onEnd(spans: ActivitySpans | null): void;
}

interface Counting {
  isRunning(): boolean;
  begin(codexHome: string): void;
  /** Nothing comes of it any more. */
  leave(): void;
}

/** At most one count at a time; what counts stays ready between two of them. */
function createCounting(
  { open, nowMs, timeZone }: ActivityFeedPorts,
  events: CountingEvents,
): Counting {
  let activity: Activity | null = null;
  let isRunning = false;
  let leaving: Promise<unknown> = Promise.resolve();

  const run = async (counter: Activity): Promise<void> => {
    // Invariant: none begins before the one that was left has ended.
    await leaving;
    if (activity !== counter) return;
    const unlisten = counter.onProgress((spans) => {
      if (activity === counter) events.onPart(spans);
    });
    const spans = await counter.refresh({ nowMs: nowMs(), timeZone: timeZone() });
    unlisten();
    if (activity !== counter) return;
    isRunning = false;
    events.onEnd(spans);
  };
  return {
    isRunning: () => isRunning,
    begin(codexHome) {
      isRunning = true;
      activity ??= open(codexHome);
      void run(activity);
    },
    leave() {
      if (activity !== null) leaving = activity.stop();
      activity = null;
      isRunning = false;
    },
  };
}

/** Null spans are a failure; good numbers outlive it. */
function shownAfter(
  before: ActivityShown,
  spans: ActivitySpans | null,
  countedAtMs: number,
): ActivityShown {
  if (spans === null) return { ...before, failed: true };
  return { isPlaceKnown: true, spans, failed: false, countedAtMs };
}

function isSame(a: ActivityShown, b: ActivityShown): boolean {
  return a.failed === b.failed && isDeepStrictEqual(a.spans, b.spans);
}

/** Why: while files are counted again, what is all of it is better than a new part of it. */
function isNews({ today }: ActivitySpans, { spans }: ActivityShown): boolean {
  return spans === null || spans.progress !== null || spans.today.to !== today.to;
}
