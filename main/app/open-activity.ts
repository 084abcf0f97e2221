// The feed of local activity, made of the app's parts: whose sessions are counted, by which clock and
// in whose day. Decides nothing; the feed does.

import { createActivity } from '../codex/activity/activity.ts';
import type { Words } from '../core/words/words.ts';
import { type ActivityFeed, type ActivityFeedPorts, createActivityFeed } from './activity-feed.ts';
import type { AppContext, Parts } from './parts.ts';
import type { Trust } from './trust.ts';

export interface ActivityParts extends Pick<ActivityFeedPorts, 'after'> {
  readonly context: AppContext;
  readonly words: () => Words;
}

export function openActivity(
  { context, words, after }: ActivityParts,
  parts: () => Parts,
): ActivityFeed {
  const { plimsollHome } = context;
  const nowMs = (): number => Date.now();
  const saw: Trust['saw'] = (...seen) => parts().trust.saw(...seen);
  return createActivityFeed({
    open: (home) => createActivity({ codexHome: home, plimsollHome, saw }),
    codexHome: () => parts().accounts.shown().sessionsHome,
    isWanted: () => parts().settings.get().activity,
    nowMs,
    steadyMs: () => performance.now(),
    after,
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    today: () => words().formats.calendarDay(nowMs()),
    onChange: () => parts().painter.repaint(),
  });
}
