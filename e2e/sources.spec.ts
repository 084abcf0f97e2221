// From Codex's own log and from the keychain to the painted bar: real Electron, real files, a real Secret
// Service; only OpenAI is a stand-in.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDesktop } from '../scripts/desktop.mjs';
import { expect, test } from './fixtures.ts';
import { type Homes, openByClick, startPlimsoll } from './plimsoll.ts';

const body = 'body';

/** One line as Codex writes it, of this moment. Source: codex-protocol.md §10. */
function limitsLine(usedPercent: number): string {
  const resetsAtS = Math.floor(Date.now() / 1_000) + 9_000;
  const primary = { used_percent: usedPercent, window_minutes: 300, resets_at: resetsAtS };
  const rate_limits = { limit_id: 'codex', primary, secondary: null };
  const payload = { type: 'token_count', info: null, rate_limits };
  return `${JSON.stringify({ timestamp: new Date().toISOString(), type: 'event_msg', payload })}\n`;
}

/** Begins a session of that account, with one line; answers with its file. */
function beginSession({ codexHome }: Homes, accountId: string, usedPercent: number): string {
  const folder = path.join(codexHome, 'sessions', '2026', '11', '22');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'rollout-one.jsonl');
  const timestamp = new Date().toISOString();
  const payload = { id: 'one', creator_account_id: accountId };
  const first = JSON.stringify({ timestamp, type: 'session_meta', payload });
  writeFileSync(file, `${first}\n${limitsLine(usedPercent)}`);
  return file;
}

test('sources: where the answer is missing, what Codex noted is shown and goes on', async ({
  standIn,
  homes,
  opened,
}) => {
  const { authJson, accountId } = standIn.signIn();
  homes.writeAuth(authJson);
  const file = beginSession(homes, accountId, 39);
  await standIn.goOffline();
  const { page } = await opened();
  await expect(page.locator(body)).toContainText('From Codex’s own log');
  await expect(page.locator(body)).toContainText('61%');
  await expect(page.locator(body)).toContainText('Offline');
  appendFileSync(file, limitsLine(42));
  await expect(page.locator(body)).toContainText('58%', { timeout: 10_000 });
});

test('sources: with the log alone, nobody is asked, and use is seen at once', async ({
  standIn,
  homes,
  desktop,
}) => {
  const { authJson, accountId } = standIn.signIn({ firstAccessLifetimeMs: -1_000 });
  homes.writeAuth(authJson);
  homes.writeSettings({ welcomed: true, numbersFrom: 'log' });
  const file = beginSession(homes, accountId, 39);
  const plimsoll = await startPlimsoll({ env: desktop.env, homes, standIn, isFast: true });
  try {
    const page = await openByClick(desktop, plimsoll);
    await expect(page.locator(body)).toContainText('From Codex’s own log');
    await expect(page.locator(body)).toContainText('61%');
    appendFileSync(file, limitsLine(42));
    await expect(page.locator(body)).toContainText('58%', { timeout: 10_000 });
    const refresh = page.getByRole('button', { name: 'Refresh', exact: true });
    await expect(refresh).toBeEnabled({ timeout: 10_000 });
    await refresh.click();
    await expect(page.locator(body)).toContainText('58%');
    expect(standIn.requests).toEqual([]);
  } finally {
    await plimsoll.quit();
  }
});

test('sources: the keychain is opened by its button, and not before', async ({
  standIn,
  homes,
}) => {
  const desktop = await startDesktop({ keyring: true });
  try {
    const { authJson } = standIn.signIn();
    const config = `chatgpt_base_url = "${standIn.baseUrl}"\ncli_auth_credentials_store = "keyring"\n`;
    writeFileSync(path.join(homes.codexHome, 'config.toml'), config);
    homes.writeSettings({ welcomed: true });
    const digest = createHash('sha256').update(realpathSync(homes.codexHome)).digest('hex');
    const entry = ['service', 'Codex Auth', 'username', `cli|${digest.slice(0, 16)}`];
    execFileSync('secret-tool', ['store', '--label=Codex', ...entry], {
      env: desktop.env,
      input: JSON.stringify(JSON.parse(authJson)),
    });
    const plimsoll = await startPlimsoll({ env: desktop.env, homes, standIn, isFast: true });
    try {
      const page = await openByClick(desktop, plimsoll);
      await expect(page.locator(body)).toContainText('sign-in in the keychain');
      expect(standIn.requests).toEqual([]);
      await page.getByRole('button', { name: 'Open the keychain' }).click();
      await expect(page.locator(body)).toContainText('88%');
      expect(standIn.violations).toEqual([]);
    } finally {
      await plimsoll.quit();
    }
  } finally {
    await desktop.stop();
  }
});
