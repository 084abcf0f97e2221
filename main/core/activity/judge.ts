// What kind of line a line is, by a look at the fixed places where every Codex writes its keys; nothing
// else of it is looked at. A line that differs in anything there is left to a closer look.

import { type Bytes, isAt, patternOf, skipDigits, wordOf } from './bytes.ts';
import { createStamps, STAMP_BYTES } from './stamps.ts';

/** A `dull` line has nothing that counts but its time; `closer`: it must be read key by key. */
export type Verdict = 'dull' | 'record' | 'turn' | 'tokens' | 'session' | 'context' | 'closer';

/** Of the line that was judged last. */
export interface Judged {
  atMs: number;
  isNumbered: boolean;
  /** Where its type is. */
  typeAt: number;
  /** Where the numbers of `tokens` are. */
  infoAt: number;
}

export interface Judge {
  readonly judged: Judged;
  /** Of the line that begins there and ends with a newline. */
  judge(from: number): Verdict;
}

const TYPE = patternOf('","type":"');
const ORDINAL = patternOf('","ordinal":');
const TYPE_AFTER_ORDINAL = patternOf(',"type":"');
/** Why so short a look at first: a name that begins with other letters is none that counts. */
const [RESPONSE, EVENT, TOKEN, TURN, SESSION] = ['resp', 'even', 'toke', 'turn', 'sess'].map(
  wordOf,
);
const TOKEN_RECORD = patternOf('token_usage_record"');
const TURN_CONTEXT = patternOf('turn_context"');
const SESSION_META = patternOf('session_meta"');
const EVENT_MSG = patternOf('event_msg"');
const EVENT_PAYLOAD = patternOf('event_msg","payload":{"type":"');
const [AGENT, TASK] = ['agen', 'task'].map(wordOf);
const TOKEN_INFO = patternOf('token_count","info":');
const TASK_STARTED = patternOf('task_started",');
const SPELLED = ['token_count"', 'task_started"'].map(patternOf);
const [QUOTE, BACKSLASH, NEWLINE] = [0x22, 0x5c, 0x0a];

export function createJudge(bytes: Bytes): Judge {
  const judged: Judged = { atMs: 0, isNumbered: false, typeAt: 0, infoAt: 0 };
  const stampAt = createStamps(bytes);
  return {
    judged,
    judge(from) {
      judged.atMs = stampAt(from);
      if (Number.isNaN(judged.atMs)) return 'closer';
      let at = from + STAMP_BYTES;
      judged.isNumbered = !isAt(bytes, at, TYPE);
      if (judged.isNumbered) {
        if (!isAt(bytes, at, ORDINAL)) return 'closer';
        at = skipDigits(bytes, at + ORDINAL.length);
        if (!isAt(bytes, at, TYPE_AFTER_ORDINAL)) return 'closer';
        at += TYPE_AFTER_ORDINAL.length;
      } else at += TYPE.length;
      judged.typeAt = at;
      return judgeType(bytes, judged, at);
    },
  };
}

function judgeType(bytes: Bytes, judged: Judged, at: number): Verdict {
  switch (bytes.view.getInt32(at)) {
    case RESPONSE:
      return 'dull';
    case EVENT:
      if (isAt(bytes, at, EVENT_PAYLOAD)) {
        return judgeEvent(bytes, judged, at + EVENT_PAYLOAD.length);
      }
      return isAt(bytes, at, EVENT_MSG) ? 'closer' : judgeOther(bytes, at);
    case TOKEN:
      return isAt(bytes, at, TOKEN_RECORD) ? 'record' : judgeOther(bytes, at);
    case TURN:
      return isAt(bytes, at, TURN_CONTEXT) ? 'context' : judgeOther(bytes, at);
    case SESSION:
      return isAt(bytes, at, SESSION_META) ? 'session' : judgeOther(bytes, at);
    default:
      return judgeOther(bytes, at);
  }
}

function judgeEvent(bytes: Bytes, judged: Judged, at: number): Verdict {
  const word = bytes.view.getInt32(at);
  if (word === AGENT) return 'dull';
  if (word === TOKEN && isAt(bytes, at, TOKEN_INFO)) {
    judged.infoAt = at + TOKEN_INFO.length;
    return 'tokens';
  }
  if (word === TASK && isAt(bytes, at, TASK_STARTED)) return 'turn';
  return SPELLED.some((name) => isAt(bytes, at, name)) ? 'closer' : judgeOther(bytes, at);
}

/** Of a name that is none of ours, unless it is spelled with escapes. */
function judgeOther({ at: letters }: Bytes, from: number): Verdict {
  for (let at = from; letters[at] !== QUOTE; at += 1) {
    if (letters[at] === BACKSLASH || letters[at] === NEWLINE) return 'closer';
  }
  return 'dull';
}
