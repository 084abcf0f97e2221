// Where a rotation of ours stands, told from outside by what it does to disk and network: the rows of
// reliability.md 5.2, and the columns of 5.1 that they fall into.

import { CODEX_HOME } from './actor.ts';
import type { Deed } from './files.ts';
import type { Phase } from './scenario.ts';

export const STAGES = [
  'idle',
  'rejected',
  'temp',
  'journal',
  'sent',
  'answered',
  'received',
  'publishing',
  'filled',
  'renamed',
  'done',
] as const;
export type Stage = (typeof STAGES)[number];

const PHASE_OF: Readonly<Record<Stage, Phase | null>> = {
  idle: null,
  rejected: 'before',
  temp: 'before',
  journal: 'before',
  sent: 'sent',
  answered: 'sent',
  received: 'journaled',
  publishing: 'publishing',
  filled: 'publishing',
  renamed: 'after',
  done: 'after',
};

export interface StageTracker {
  stage: Stage;
  phase(): Phase | null;
  /** Whether an answer was delivered and is not on the disk yet. */
  to(stage: Stage): void;
  deed(deed: Deed): void;
}

export const isJournal = (path: string): boolean => path.endsWith('/.plimsoll-rotation');
export const isTemp = (path: string): boolean => /\/\.plimsoll-[0-9a-f]+\.tmp$/.test(path);
export const isAuthFile = (path: string): boolean =>
  path === `${CODEX_HOME}/auth.json` || path === '/home/fake/dotfiles/auth.json';

/** Calls back each time another stage is reached. */
export function createStageTracker(onStage: (stage: Stage) => void): StageTracker {
  const tracker: StageTracker = {
    stage: 'idle',
    phase: () => PHASE_OF[tracker.stage],
    to(stage) {
      if (tracker.stage === stage) return;
      tracker.stage = stage;
      onStage(stage);
    },
    deed({ op, path }) {
      const { stage } = tracker;
      if (op === 'create' && isTemp(path) && stage === 'rejected') tracker.to('temp');
      if (op === 'create' && isJournal(path)) tracker.to('journal');
      if (op === 'flush' && isJournal(path) && stage === 'answered') tracker.to('received');
      if (op === 'flush' && isTemp(path) && stage === 'publishing') tracker.to('filled');
      if (op === 'rename' && isAuthFile(path)) tracker.to('renamed');
      if (op === 'unlink' && isJournal(path)) tracker.to(stage === 'renamed' ? 'done' : 'idle');
    },
  };
  return tracker;
}
