// The app's record of what it did, and its page: kept in memory, saved now and then, worded only while
// somebody looks. Told by the witnesses at the edge; decides nothing about what is done.

import type { LogEntry } from '../core/alert-memory.ts';
import type { RecoveryStep } from '../core/recovery.ts';
import { MINUTE_MS } from '../core/time.ts';
import { type Folders, nameFile } from '../core/trust/names.ts';
import { formatTrustPage, presentTrustPage } from '../core/trust/page.ts';
import type { TrustPage, UsualHost } from '../core/trust/page-types.ts';
import {
  type Deed,
  type DeedKind,
  emptyTrust,
  freshTrust,
  isNewDeed,
  noteDeed,
  noteRecovery,
  type TrustRecord,
} from '../core/trust/trust.ts';
import type { Words } from '../core/words/words.ts';
import { loadTrust, saveTrust, trustFile } from './trust-file.ts';

export interface TrustPorts {
  readonly folders: Folders;
  /** Who may be contacted, also before anybody was. */
  readonly usualHosts: readonly UsualHost[];
  nowMs(): number;
  /** Programs that were started beside the parts that tell, since this was called last. */
  takeStarted(): readonly string[];
  /** What accounts were told, and what was held back. */
  alertLog(): readonly LogEntry[];
  words(): Words;
  writeClipboard(text: string): void;
  /** What `page` returns has changed. */
  onChange(): void;
}

export interface Trust {
  note(deed: Deed): void;
  /** A file was read or written, or could not be. */
  saw(kind: DeedKind, file: string, isDone: boolean): void;
  /** A poll is over; what recovery did in it is kept at once, the rest when it is due. */
  heed(recovery: readonly RecoveryStep[]): void;
  save(): void;
  /** Whether the page is wanted. */
  ask(isAsked: boolean): void;
  /** Null while nobody wants it. */
  page(): TrustPage | null;
  /** Puts the whole page on the clipboard, as text. */
  copy(): void;
}

/** While only counts change, the disk may lag behind by this much: an idle computer stays idle. */
const COUNTS_SAVE_MS = 15 * MINUTE_MS;

export function createTrust(ports: TrustPorts): Trust {
  const { record, ...keeper } = createKeeper(ports);
  let isAsked = false;
  let isCopied = false;
  const catchUp = (): void => {
    for (const target of ports.takeStarted())
      keeper.note({ kind: 'started', target, purpose: 'tray-host', result: 'done' });
  };
  const page = (): TrustPage | null => {
    catchUp();
    const { usualHosts, alertLog, words, nowMs } = ports;
    const shown = { record: record(), usualHosts, alerts: alertLog(), isCopied };
    return isAsked ? presentTrustPage(shown, { words: words(), nowMs: nowMs() }) : null;
  };
  const become = (asked: boolean, copied: boolean): void => {
    const isNews = asked !== isAsked || copied !== isCopied;
    [isAsked, isCopied] = [asked, copied];
    if (isNews) ports.onChange();
  };
  return {
    ...keeper,
    heed(recovery) {
      catchUp();
      keeper.heed(recovery);
    },
    ask: (asked) => become(asked, false),
    page,
    copy() {
      const shown = page();
      if (shown === null) return;
      ports.writeClipboard(formatTrustPage(shown));
      become(true, true);
    },
  };
}

interface Keeper extends Pick<Trust, 'note' | 'saw' | 'heed' | 'save'> {
  record(): TrustRecord;
}

function createKeeper({ folders, nowMs }: TrustPorts): Keeper {
  const file = trustFile(folders.plimsollHome);
  const loaded = loadTrust(file);
  let record = freshTrust(loaded ?? emptyTrust(nowMs()), nowMs());
  let savedAtMs = nowMs();
  let waiting: 'nothing' | 'counts' | 'news' = 'nothing';

  const note = (deed: Deed): void => {
    if (isNewDeed(record, deed)) waiting = 'news';
    else if (waiting === 'nothing') waiting = 'counts';
    record = noteDeed(record, deed, nowMs());
  };
  const saw: Trust['saw'] = (kind, seen, isDone) => {
    const { target, purpose } = nameFile(seen, folders);
    note({ kind, target, purpose, result: isDone ? 'done' : 'failed' });
  };
  const save = (): void => {
    if (waiting === 'nothing') return;
    const before = freshTrust(record, nowMs());
    record = before;
    // Why before it is done: the saved record tells of its own saving.
    saw('written', file, true);
    savedAtMs = nowMs();
    const isSaved = saveTrust(file, record);
    if (!isSaved) {
      record = before;
      saw('written', file, false);
    }
    // Why not again at once when it failed: a full disk is not asked at every poll.
    waiting = isSaved ? 'nothing' : 'counts';
  };

  if (loaded !== null) saw('read', file, true);
  return {
    record: () => record,
    note,
    saw,
    save,
    heed(recovery) {
      if (recovery.length > 0) waiting = 'news';
      record = noteRecovery(record, recovery);
      const isDue = Math.abs(nowMs() - savedAtMs) >= COUNTS_SAVE_MS;
      if (waiting === 'news' || isDue) save();
    },
  };
}
