// What stands beside the counts of local activity, in popover and terminal alike: recent sessions, and
// files that are not counted, as finished sentences; and what a model without a name is called.

import type { Words } from '../words/words.ts';
import type { ActivityReport, SkippedFile } from './report-types.ts';

/** Source: report-types.ts: calls of which no line names the model. */
export function nameOfModel(model: string, { say }: Words): string {
  return model === 'unknown' ? say.activity.unnamed : model;
}

/** Sessions by their last line, whatever the span. */
export function presentRecent({ recent }: ActivityReport, { say, formats }: Words): string {
  const { last5h, last7d, all } = recent;
  return say.activity.recent({
    last5h: { count: last5h, text: formats.count(last5h) },
    last7d: formats.count(last7d),
    all: formats.count(all),
  });
}

/** Compressed files are old, and always so; whatever else is not counted might be missed. */
export function isUnread({ reason }: SkippedFile): boolean {
  return reason !== 'compressed';
}

/** Null while all that should be counted could be read. */
export function presentUnread({ skipped }: ActivityReport, { say, formats }: Words): string | null {
  const count = skipped.filter(isUnread).length;
  return count === 0 ? null : say.activity.unread({ count, text: formats.count(count) });
}

/** Null if there are none. */
export function presentCompressed(
  { skipped }: ActivityReport,
  { say, formats }: Words,
): string | null {
  const count = skipped.filter((file) => !isUnread(file)).length;
  return count === 0 ? null : say.activity.compressed({ count, text: formats.count(count) });
}
