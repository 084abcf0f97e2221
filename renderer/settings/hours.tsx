// A daily stretch: a switch, and two times while it is on.
// Sends minutes of the day; what they mean is not known here.

import type { ControlOf, ControlProps } from './control.tsx';
import { describedBy, Explanation, Trouble } from './control-text.tsx';
import { useDraft } from './draft.ts';
import { Switch } from './switch-row.tsx';

type HoursContent = ControlOf<'hours'>;

export function Hours({ control, onChoose }: ControlProps<HoursContent>) {
  const { id, label, on, change, from, to } = control;
  return (
    <div class="control row">
      <label class="control-label" id={`${id}-label`} for={id}>
        {label}
      </label>
      <Switch
        id={id}
        on={on}
        enabled
        describedBy={describedBy(control)}
        onPress={() => onChoose(change)}
      />
      <Explanation control={control} />
      {from !== null && to !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot share the row's grid.
        <div class="hours" role="group" aria-labelledby={`${id}-label`}>
          <Time
            field={from}
            onMinute={(fromMinute) => onChoose({ quietHours: { fromMinute, toMinute: to.minute } })}
          />
          <Time
            field={to}
            onMinute={(toMinute) => onChoose({ quietHours: { fromMinute: from.minute, toMinute } })}
          />
        </div>
      )}
      <Trouble control={control} />
    </div>
  );
}

interface TimeProps {
  readonly field: NonNullable<HoursContent['from']>;
  readonly onMinute: (minute: number) => void;
}

function Time({ field, onMinute }: TimeProps) {
  const draft = useDraft(field.value);
  return (
    <label class="time">
      <span>{field.label}</span>
      <input
        class="field"
        type="time"
        required
        value={draft.shown}
        onInput={(event) => {
          const { value } = event.currentTarget;
          draft.type(value);
          const minute = minuteOf(value);
          if (minute !== null && minute !== field.minute) onMinute(minute);
        }}
        onBlur={draft.drop}
      />
    </label>
  );
}

/** Minutes since midnight of "22:00"; null while a part is empty. */
function minuteOf(value: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(value) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}
