// The scripted usage answer: which payload, with reset times that make sense now.
// Never repairs a payload: what a test scripts goes out as it is.

import { createHash } from 'node:crypto';
import { SAMPLES_TAKEN_AT_S, USAGE_SAMPLES, type UsageSampleName } from './samples.ts';

export type UsageScript =
  /** A sample; its windows were "taken" at the moment of the call and then run on. */
  | UsageSampleName
  /** An object, sent exactly so. */
  | object
  /** Asked anew for every request. */
  | ((moment: { readonly nowMs: number }) => unknown);

export interface UsageDesk {
  set(script: UsageScript): void;
  /** Whether answers carry an ETag and a matching If-None-Match gets 304; off at first. */
  setEtag(wanted: boolean): void;
}

export interface UsageAnswer {
  readonly body: string;
  readonly etag: string | null;
}

export function createUsageDesk({ nowMs }: { readonly nowMs: () => number }) {
  let script: UsageScript = 'plus-primary-and-secondary';
  let setAtMs = nowMs();
  let etagWanted = false;

  function payload(): unknown {
    if (typeof script === 'function') return script({ nowMs: nowMs() });
    if (typeof script === 'object') return script;
    const shiftS = Math.floor(setAtMs / 1000) - SAMPLES_TAKEN_AT_S;
    return shiftResets(USAGE_SAMPLES[script], { shiftS, nowS: Math.floor(nowMs() / 1000) });
  }

  const desk: UsageDesk = {
    set: (next) => {
      if (typeof next === 'string' && !Object.hasOwn(USAGE_SAMPLES, next)) {
        throw new Error(`there is no usage sample named ${next}`);
      }
      script = next;
      setAtMs = nowMs();
    },
    setEtag: (wanted) => {
      etagWanted = wanted;
    },
  };

  function answer(): UsageAnswer {
    const body = JSON.stringify(payload()) ?? '';
    // Why: reset_after_seconds counts down by itself; the numbers are the same ones.
    const lasting = body.replace(/"reset_after_seconds":-?\d+/g, '');
    const digest = createHash('sha256').update(lasting).digest('base64url').slice(0, 16);
    return { body, etag: etagWanted ? `W/"${digest}"` : null };
  }

  return { desk, answer };
}

interface Shift {
  readonly shiftS: number;
  readonly nowS: number;
}

function shiftResets(value: unknown, shift: Shift): unknown {
  if (Array.isArray(value)) return value.map((item) => shiftResets(item, shift));
  if (typeof value !== 'object' || value === null) return value;
  const shifted = Object.entries(value).map(([key, inner]) => [key, shiftResets(inner, shift)]);
  const copy: Record<string, unknown> = Object.fromEntries(shifted);
  if (typeof copy.reset_at === 'number') {
    copy.reset_at += shift.shiftS;
    copy.reset_after_seconds = Number(copy.reset_at) - shift.nowS;
  }
  return copy;
}
