// The checks of auth.json as a file among files: whose it is, who may read it, whether it can be replaced
// by a renewed one, and the locks beside it. What Codex does there: codex-protocol.md §8.

import { type Check, notChecked, note, ok, problem, type Told } from './check.ts';
import type { AuthPlaceFacts, DoctorFacts, LockFacts, Writable } from './facts.ts';
import type { Show } from './file-checks.ts';
import { modeText } from './text.ts';

/** Room for a journal and a new auth.json, and some more. */
const FREE_MIN_BYTES = 1024 * 1024;

export function placeChecks(facts: DoctorFacts, show: Show): readonly Check[] {
  return [...authPlaceChecks(facts, show), locksCheck(facts.codexLocks, show)];
}

function authPlaceChecks({ auth, home }: DoctorFacts, show: Show): readonly Check[] {
  const { place } = auth;
  if (place === null) {
    const why =
      home.state === 'folder'
        ? 'There is no auth.json to look at.'
        : 'There is no Codex home to look into.';
    return [notChecked('auth-file-mode', why), notChecked('auth-file-place', why)];
  }
  return [modeCheck(place), placeCheck(place, show)];
}

function modeCheck({ mode, isOwn }: AuthPlaceFacts): Check {
  const id = 'auth-file-mode';
  if (mode === null) return notChecked(id, 'File modes mean nothing on this system.');
  if (!isOwn) {
    return problem(id, {
      cause: 'auth-not-own',
      finding: 'auth.json belongs to another user, so a renewed sign-in cannot be saved.',
      remedy:
        'Give the file back to yourself (`sudo chown`); Codex was started with `sudo`, mostly.',
    });
  }
  if ((mode & 0o200) === 0) {
    return problem(id, {
      cause: 'auth-read-only',
      finding: `auth.json has mode ${modeText(mode)}, so a renewed sign-in cannot be saved.`,
      remedy: 'Run `chmod 600` on it.',
    });
  }
  if ((mode & 0o077) !== 0) {
    return note(id, {
      cause: 'others-may-read',
      finding: `auth.json has mode ${modeText(mode)}, so other users of this computer may see your sign-in.`,
      remedy: 'Run `chmod 600` on it.',
    });
  }
  return ok(id, `auth.json is yours alone, with mode ${modeText(mode)}.`);
}

const FOLDER_REFUSALS: Record<Exclude<Writable, 'yes'>, string> = {
  immutable: 'is marked immutable',
  'read-only': 'is on a read-only volume',
  denied: 'may not be written by you',
};

function placeCheck(place: AuthPlaceFacts, show: Show): Check {
  const id = 'auth-file-place';
  const trouble = placeTrouble(place, show);
  if (trouble !== null) return problem(id, trouble);
  if (place.isLink) {
    return note(id, {
      cause: 'link',
      finding: `auth.json is a link to ${show(place.realPath)}; a renewed sign-in is saved there.`,
      remedy: 'Nothing to do, if that is meant.',
    });
  }
  return ok(id, 'auth.json has one name and can be replaced in its folder.');
}

function placeTrouble(place: AuthPlaceFacts, show: Show): Told | null {
  const { hardLinks, writable, folder } = place;
  const where = show(folder.path);
  if (hardLinks > 1) {
    return {
      cause: 'auth-hard-link',
      finding: `auth.json has ${hardLinks} names (hard links), and Codex would lose a renewed sign-in.`,
      remedy:
        'Remove the other name, which a backup made, mostly; or copy auth.json and put the copy in its place.',
    };
  }
  if (folder.writable !== null && folder.writable !== 'yes') {
    return {
      cause: folder.writable === 'immutable' ? 'auth-immutable' : 'folder-not-writable',
      finding: `The folder of auth.json, ${where}, ${FOLDER_REFUSALS[folder.writable]}, so a renewed sign-in cannot be saved.`,
      remedy: 'Make the folder writable for yourself.',
    };
  }
  if (writable === 'immutable') {
    return {
      cause: 'auth-immutable',
      finding: 'auth.json is marked immutable, so a renewed sign-in cannot be saved.',
      remedy: 'Take the mark away: `sudo chattr -i` on Linux, `chflags nouchg` on a Mac.',
    };
  }
  if (folder.freeBytes !== null && folder.freeBytes < FREE_MIN_BYTES) {
    return {
      cause: 'disk-full',
      finding: `The disk of ${where} is full, so a renewed sign-in cannot be saved.`,
      remedy: 'Make some room.',
    };
  }
  return null;
}

function locksCheck(locks: readonly LockFacts[], show: Show): Check {
  const id = 'codex-locks';
  const wrong = locks.find(({ state }) => state === 'folder' || state === 'other');
  if (wrong !== undefined) {
    const what = wrong.state === 'folder' ? 'a folder' : 'no ordinary file';
    return problem(id, {
      cause: 'lock-folder',
      finding: `Codex's lock ${show(wrong.path)} is ${what}, and every renewal by Codex would be lost.`,
      remedy:
        'Remove it while nothing uses Codex; a tool that locks by making folders has left it.',
    });
  }
  const held = locks.find(({ isHeld }) => isHeld === true);
  if (held !== undefined) {
    return note(id, {
      cause: 'lock-held',
      finding: `A program holds Codex's lock ${show(held.path)} right now.`,
      remedy: 'If it stays so, end the Codex that hangs; a renewal waits for it.',
    });
  }
  return ok(id, "Codex's locks are free.");
}
