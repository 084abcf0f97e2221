// What Codex's own session files say: today's line at once, and more below it once that is opened.
// Finished texts, heights and shares in; a click on the title asks to open or close.

import type { Panel, SettingChange } from '../../preload/contract.ts';
import { ActivityDetails } from './activity-details.tsx';
import { Tokens } from './activity-tokens.tsx';
import { DisclosureGlyph } from './glyphs.tsx';
import { Words } from './words.tsx';

type ActivityContent = NonNullable<Panel['activity']>;

const DETAILS_ID = 'activity-details';

export interface ActivityProps {
  readonly activity: ActivityContent;
  readonly onChoose: (change: SettingChange) => void;
}

export function Activity({ activity, onChoose }: ActivityProps) {
  const { today, disclosure, details, trouble } = activity;
  const isOpen = disclosure === 'open';
  return (
    <section class="activity">
      <div class="activity-head">
        <h2>
          {disclosure === 'none' ? (
            today.label
          ) : (
            <button
              type="button"
              class="button disclosure-button"
              aria-expanded={isOpen}
              aria-controls={details === null ? undefined : DETAILS_ID}
              onClick={() => onChoose({ activityOpen: !isOpen })}
            >
              {today.label}
              <DisclosureGlyph />
            </button>
          )}
        </h2>
        <Tokens row={today} />
      </div>
      <p class="activity-counts">{today.counts}</p>
      {trouble !== null && (
        <p class="activity-counts">
          <Words text={trouble} />
        </p>
      )}
      {details !== null && (
        <div id={DETAILS_ID} class="activity-details">
          <ActivityDetails details={details} onChoose={onChoose} />
        </div>
      )}
    </section>
  );
}
