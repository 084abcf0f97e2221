// The checks of what Plimsoll itself keeps: a rotation that was cut off, the ledger of tokens and
// requests, its folder and its settings.

import { assertNever } from '../failure.ts';
import { type Check, notChecked, note, ok, problem, type Told } from './check.ts';
import type { DoctorFacts, FolderFacts, LedgerFacts, OwnFacts } from './facts.ts';
import type { Show } from './file-checks.ts';
import { awayFrom, counted, minuteOf } from './text.ts';

/** Less than one history and one ledger take. */
const FREE_MIN_BYTES = 4 * 1024 * 1024;

export function ownChecks(facts: DoctorFacts, show: Show): readonly Check[] {
  const { own, nowMs } = facts;
  return [
    journalCheck(own, nowMs),
    ledgerCheck(own, nowMs, show),
    budgetCheck(own.ledger, nowMs),
    folderCheck(own.folder, show),
    settingsCheck(own),
  ];
}

function journalCheck({ journal }: OwnFacts, nowMs: number): Check {
  const id = 'rotation-journal';
  const { state, sentAtMs, leftOvers } = journal;
  const when = sentAtMs === null ? '' : ` ${awayFrom(sentAtMs, nowMs)}`;
  const inApp = 'Let Plimsoll look again (`plimsoll status`): it settles this by itself.';
  switch (state) {
    case 'none':
      if (leftOvers === 0) return ok(id, 'No renewal of ours was cut off.');
      return note(id, {
        cause: 'journal-left',
        finding: `A renewal of ours was cut off before anything was sent, and left ${counted(leftOvers, 'temporary file')} beside auth.json.`,
        remedy: 'Nothing to do: the next renewal removes what is older than a minute.',
      });
    case 'sending':
      return problem(id, {
        cause: 'journal-left',
        finding: `A renewal was begun${when}, and whether OpenAI got it is not known.`,
        remedy: `${inApp} If the numbers stay away, run \`codex login\`.`,
      });
    case 'received':
      return problem(id, {
        cause: 'journal-left',
        finding: `A renewed sign-in came${when} and is not in auth.json yet.`,
        remedy: inApp,
      });
    case 'torn':
    case 'unreadable':
      return problem(id, {
        cause: 'journal-left',
        finding: 'The note about a renewal, beside auth.json, is damaged or may not be read.',
        remedy: `${inApp} If it stays, run \`codex login\`.`,
      });
    default:
      return assertNever(state);
  }
}

function ledgerCheck({ ledger, ledgerLock }: OwnFacts, nowMs: number, show: Show): Check {
  const id = 'ledger';
  if (ledgerLock.state === 'folder' || ledgerLock.state === 'other') {
    return problem(id, {
      cause: 'ledger-damaged',
      finding: `The lock of Plimsoll's ledger, ${show(ledgerLock.path)}, is no ordinary file, so nothing is renewed.`,
      remedy: 'Remove it while Plimsoll does not run.',
    });
  }
  const trouble = tokenTrouble(ledger, nowMs);
  if (trouble !== null) return problem(id, trouble);
  switch (ledger.state) {
    case 'missing':
      return ok(id, 'Plimsoll has no ledger yet.');
    case 'ok':
      if (!ledger.isPastUnknown) return ok(id, 'The refresh token has not been sent by Plimsoll.');
      return note(id, {
        cause: 'ledger-damaged',
        finding: 'An earlier ledger could not be read, so the refresh token counts as sent.',
        remedy: 'If the numbers stay away, press Try once more in Plimsoll, or run `codex login`.',
      });
    case 'unreadable':
      return problem(id, {
        cause: 'ledger-damaged',
        finding: "Plimsoll's ledger may not be read, so nothing is renewed.",
        remedy: "Make the files in Plimsoll's folder yours again, with mode 0600.",
      });
    case 'damaged':
      return note(id, {
        cause: 'ledger-damaged',
        finding: "Plimsoll's ledger is damaged.",
        remedy: 'Nothing to do: the next look sets it aside as `ledger.json.unreadable`.',
      });
    default:
      return assertNever(ledger.state);
  }
}

const REFUSALS: Record<(LedgerFacts['token'] & { kind: 'refused' })['reason'], string> = {
  rejected: 'refused the refresh token',
  'refresh-expired': 'said that the refresh token has expired',
  'refresh-reused': 'said that the refresh token had been used before',
  'refresh-revoked': 'said that the sign-in was ended',
};

function tokenTrouble({ token }: LedgerFacts, nowMs: number): Told | null {
  switch (token.kind) {
    case 'unmarked':
      return null;
    case 'refused':
      return {
        cause: 'token-refused',
        finding: `OpenAI ${REFUSALS[token.reason]}, ${awayFrom(token.atMs, nowMs)}.`,
        remedy: 'Run `codex login`.',
      };
    case 'sent':
      return {
        cause: 'token-sent',
        finding: `The refresh token was sent ${awayFrom(token.atMs, nowMs)} and no answer came, so Plimsoll does not send it again.`,
        remedy: 'Press Try once more in Plimsoll, or run `codex login`.',
      };
    default:
      return assertNever(token);
  }
}

function budgetCheck(ledger: LedgerFacts, nowMs: number): Check {
  const id = 'request-budget';
  const { toldUntilMs, budgetUntilMs, exchangeUntilMs } = ledger;
  if (ledger.state === 'unreadable' || ledger.state === 'damaged') {
    return notChecked(id, 'The ledger could not be read.');
  }
  const until = (atMs: number): string => `${awayFrom(atMs, nowMs)} (${minuteOf(atMs)})`;
  if (toldUntilMs !== null) {
    return note(id, {
      cause: 'asked-to-wait',
      finding: `OpenAI asked to wait; Plimsoll asks again ${until(toldUntilMs)}.`,
      remedy: 'Nothing to do.',
    });
  }
  if (budgetUntilMs !== null) {
    return note(id, {
      cause: 'budget-used-up',
      finding: `The requests of this hour are used up; Plimsoll asks again ${until(budgetUntilMs)}.`,
      remedy: 'Ask less often: `plimsoll status --cached` makes no request.',
    });
  }
  if (exchangeUntilMs !== null) {
    return note(id, {
      cause: 'budget-used-up',
      finding: `Plimsoll may renew the sign-in again ${until(exchangeUntilMs)}, because it lately did.`,
      remedy: 'Nothing to do; `codex login` goes at any time.',
    });
  }
  return ok(id, 'Nothing keeps Plimsoll from asking now.');
}

function folderCheck(folder: FolderFacts, show: Show): Check {
  const id = 'own-folder';
  const trouble = folderTrouble(folder, `Plimsoll's folder ${show(folder.path)}`);
  if (trouble !== null) return problem(id, { cause: 'own-folder-broken', ...trouble });
  if (folder.state === 'missing')
    return ok(id, `Plimsoll's folder ${show(folder.path)} is not there yet.`);
  if (folder.othersMay === 'write' || folder.othersMay === 'read') {
    return note(id, {
      cause: 'others-may-read',
      finding: `Plimsoll's folder ${show(folder.path)} is open to other users of this computer.`,
      remedy: 'Run `chmod 700` on it; no token is in it.',
    });
  }
  return ok(id, `Plimsoll's folder is ${show(folder.path)}.`);
}

function folderTrouble(
  { state, writable, freeBytes }: FolderFacts,
  folder: string,
): Omit<Told, 'cause'> | null {
  if (state === 'not-a-folder') {
    return { finding: `${folder} is no folder.`, remedy: 'Move the file away.' };
  }
  if (state === 'unreadable' || (writable !== null && writable !== 'yes')) {
    const finding = `${folder} cannot be written, so nothing is remembered and nothing is renewed.`;
    return { finding, remedy: 'Make it yours again, with mode 0700.' };
  }
  if (freeBytes !== null && freeBytes < FREE_MIN_BYTES) {
    return { finding: `The disk of ${folder} is full.`, remedy: 'Make some room.' };
  }
  return null;
}

function settingsCheck({ settings, renewal }: OwnFacts): Check {
  const id = 'settings';
  const renews = { plimsoll: 'Plimsoll', codex: 'Codex', nobody: 'nobody' }[renewal];
  if (settings === 'ok')
    return ok(id, `The settings are readable; ${renews} renews an expired sign-in.`);
  if (settings === 'missing') return ok(id, 'There are no settings yet, so the defaults hold.');
  return note(id, {
    cause: 'settings-broken',
    finding:
      settings === 'damaged'
        ? "Plimsoll's settings are damaged, so the defaults hold."
        : "Plimsoll's settings may not be read, so the defaults hold.",
    remedy: 'Choose them again in the app, which keeps the old file as `settings.json.unreadable`.',
  });
}
