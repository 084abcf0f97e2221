// What went wrong, what it means, and one thing to do. Small beside numbers; without any numbers it
// fills the popover under a drawn mark.

import type { Panel } from '../../preload/contract.ts';
import { ActionButton, type ButtonAct } from './action-button.tsx';
import { ToneGlyph } from './glyphs.tsx';
import { Mark } from './mark.tsx';
import { Words } from './words.tsx';

export interface NoticeProps {
  readonly notice: NonNullable<Panel['notice']>;
  /** True when there is nothing else to show. */
  readonly filling: boolean;
  readonly refresh: Panel['refresh'];
  readonly onPress: (act: ButtonAct) => void;
}

/** Why: a live region must be there before its words, or they are not spoken. */
export function NoticeSlot(
  props: Omit<NoticeProps, 'notice'> & { readonly notice: Panel['notice'] },
) {
  const { notice } = props;
  return (
    <div class="notice-slot" aria-live="polite">
      {notice !== null && <Notice {...props} notice={notice} />}
    </div>
  );
}

function Notice({ notice, filling, refresh, onPress }: NoticeProps) {
  const { tone, title, text, button } = notice;
  const waits = button?.act === 'poll';
  return (
    <div class={filling ? 'notice filling' : 'notice'} data-tone={tone}>
      {filling ? <Mark tone={tone} /> : <ToneGlyph tone={tone} />}
      <div class="notice-body">
        <h2>
          <Words text={title} />
        </h2>
        <p>
          <Words text={text} />
        </p>
        {button !== null && (
          <ActionButton
            look={filling || tone === 'act' ? 'main' : 'push'}
            busy={waits && refresh.busy}
            disabled={waits && !refresh.enabled}
            hint={waits ? refresh.hint : null}
            onPress={() => onPress(button.act)}
          >
            {button.label}
          </ActionButton>
        )}
      </div>
    </div>
  );
}
