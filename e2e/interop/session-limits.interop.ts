// The second source against the real Codex: what it notes in its session files is read back exactly, and
// by nobody but its own sign-in.

import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { nodePorts } from '../../main/codex/node-ports.ts';
import { newestFromLog } from '../../main/codex/sessions/session-limits.ts';
import type { CodexProgram } from '../../scripts/codex-program.mjs';
import { canFork, openSessionStage, type SessionStage } from './sessions.ts';

const RESET_S = Math.floor(Date.now() / 1_000) + 9_000;

function limits(usedPercent: number): Record<string, string> {
  return {
    'x-codex-primary-used-percent': String(usedPercent),
    'x-codex-primary-window-minutes': '300',
    'x-codex-primary-reset-at': String(RESET_S),
    'x-codex-secondary-used-percent': '34',
    'x-codex-secondary-window-minutes': '10080',
    'x-codex-secondary-reset-at': String(RESET_S + 90_000),
    'x-codex-credits-has-credits': 'true',
    'x-codex-credits-unlimited': 'false',
    'x-codex-credits-balance': '17.25',
  };
}

const SECOND_BUCKET = {
  'x-codex-bengalfox-primary-used-percent': '77',
  'x-codex-bengalfox-primary-window-minutes': '300',
  'x-codex-bengalfox-primary-reset-at': String(RESET_S),
  'x-codex-bengalfox-limit-name': 'Spark',
};

async function open(program: CodexProgram): Promise<SessionStage> {
  const stage = await openSessionStage(program);
  onTestFinished(() => stage.close());
  stage.signIn();
  return stage;
}

const fingerprint = async (text: string): Promise<string> => text;

async function newest({ home }: SessionStage) {
  const ledger = { fingerprint };
  const found = await newestFromLog({ ports: nodePorts, codexHome: home.folder, ledger });
  return found?.snapshot ?? null;
}

/** Used of the main limit, as the log has it now. */
async function used(stage: SessionStage): Promise<number | null> {
  return (await newest(stage))?.windows[0]?.usedPercent ?? null;
}

describe.each(inject('codexPrograms'))('what Codex noted: $version', (program) => {
  test('is read back exactly, asking nobody', async () => {
    const stage = await open(program);
    expect(await newest(stage)).toBeNull();
    stage.model.limits(limits(12.5));
    const before = Date.now();
    await stage.session();
    const asked = stage.standIn.requests.length;
    const snapshot = await newest(stage);
    expect(snapshot).toMatchObject({
      source: 'session-log',
      confidence: 'exact',
      windows: [
        { kind: 'session', usedPercent: 12.5, resetsAtMs: RESET_S * 1_000 },
        { kind: 'weekly', usedPercent: 34, resetsAtMs: (RESET_S + 90_000) * 1_000 },
      ],
      additional: [],
      credits: { balance: '17.25', hasCredits: true, unlimited: false },
    });
    expect(snapshot?.takenAtMs).toBeGreaterThanOrEqual(before);
    expect(snapshot?.takenAtMs).toBeLessThanOrEqual(Date.now());
    expect(stage.standIn.requests).toHaveLength(asked);
  });

  test('goes on with a session, and another bucket does not count for the main one', async () => {
    const stage = await open(program);
    stage.model.limits(limits(12.5));
    const { id } = await stage.session();
    stage.model.limits(limits(13.75));
    await stage.resume(id);
    expect(await used(stage)).toBe(13.75);
    stage.model.limits({ ...limits(14), ...SECOND_BUCKET });
    await stage.resume(id);
    // Codex has noted the other bucket last, and of the main one nothing new.
    expect(readFileSync(stage.files()[0] ?? '', 'utf8')).toContain('"limit_id":"codex_bengalfox"');
    expect(await used(stage)).toBe(13.75);
  });

  test('is read before a last line that is half written', async () => {
    const stage = await open(program);
    stage.model.limits(limits(12.5));
    await stage.session();
    const [file = ''] = stage.files();
    const whole = readFileSync(file);
    const line = whole
      .toString('utf8')
      .split('\n')
      .findLast((each) => each.includes('"rate_limits":{'));
    appendFileSync(file, line?.replace('12.5', '99.5').slice(0, -1) ?? '');
    expect(await used(stage)).toBe(12.5);
    writeFileSync(file, whole);
    truncateSync(file, whole.indexOf('"rate_limits":{'));
    expect(await used(stage)).toBeNull();
  });

  test('is nobody else’s', async () => {
    const stage = await open(program);
    stage.model.limits(limits(12.5));
    await stage.session();
    const own = stage.home.read();
    stage.signIn({ account: 'acct-FAKE-other', email: 'other@example.invalid' });
    expect(await newest(stage)).toBeNull();
    stage.model.limits(limits(55));
    await stage.session();
    expect(await used(stage)).toBe(55);
    stage.home.write(own);
    // An older Codex names nobody: then nothing counts from before the file was written.
    const namesOwner = readFileSync(stage.files()[0] ?? '', 'utf8').includes('creator_account_id');
    expect(await used(stage)).toBe(namesOwner ? 12.5 : null);
  });

  test('is what a fork was told, not what it was copied', async () => {
    const stage = await open(program);
    const isForking = await canFork(program, stage);
    // The oldest release has none: then there is nothing that could be told wrongly.
    expect(isForking).toBe(program.version !== '0.144.0');
    if (!isForking) return;
    stage.model.limits(limits(40));
    const { id } = await stage.session();
    stage.model.limits({});
    const fork = await stage.fork(id);
    expect(fork.id).not.toBe(id);
    const [first, second] = stage.files();
    expect([first, second].every((file) => file !== undefined)).toBe(true);
    const told = await newest(stage);
    const original = (await lastLimitAtMs(first)) ?? (await lastLimitAtMs(second));
    expect(told?.windows[0]?.usedPercent).toBe(40);
    expect(told?.takenAtMs).toBe(original);
  });
});

/** When a session that was not forked noted its limits. */
async function lastLimitAtMs(file = ''): Promise<number | null> {
  const text = readFileSync(file, 'utf8');
  if (text.includes('"forked_from_id":"')) return null;
  const line = text.split('\n').findLast((each) => each.includes('"rate_limits":{'));
  return line === undefined ? null : Date.parse(JSON.parse(line).timestamp);
}
