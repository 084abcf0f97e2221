// From file to painted bar: fresh, renewed by Codex, rejected, offline, back. Real Electron, real
// files, real loopback HTTP; only OpenAI is a stand-in.

import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import type { UsageSampleName } from './stand-in/samples.ts';

const body = 'body';

test('recovery: a token that Codex renewed on disk is reloaded, and no token request is made', async ({
  standIn,
  homes,
  opened,
}) => {
  const first = standIn.signIn();
  homes.writeAuth(first.authJson);
  standIn.usage.set('plus-primary-and-secondary');
  const { page } = await opened();
  await expect(page.locator(body)).toContainText('88%');

  const renewed = standIn.rotateAsCodex(first.refreshToken);
  standIn.expireAccess(first.accessToken);
  const before = standIn.requests.length;
  standIn.faults.push('usage', { kind: 'delay', ms: 400 });
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  homes.writeAuth(renewed.authJson);
  await expect(page.locator(body)).toContainText('Codex had already renewed it');
  await expect(page.locator(body)).toContainText('Live, just now');
  const made = standIn.requests.slice(before).map(({ route, status }) => `${route} ${status}`);
  expect(made.slice(0, 2)).toEqual(['usage 401', 'usage 200']);
  expect(standIn.requests.some(({ route }) => route === 'token')).toBe(false);
  expect(standIn.violations).toEqual([]);
});

test('recovery: a sign-in that is over says so, keeps the old numbers and leaves the file alone', async ({
  standIn,
  homes,
  opened,
}) => {
  const signIn = standIn.signIn();
  homes.writeAuth(signIn.authJson);
  const { page } = await opened();
  await expect(page.locator(body)).toContainText('88%');
  // Access and refresh tokens are dead: the one renewal that is tried is refused for good.
  standIn.tokens.revokeFamily(signIn.refreshToken);
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.locator(body)).toContainText('Sign in to Codex again');
  await expect(page.locator(body)).toContainText('88%');
  await expect(page.locator(body)).toContainText('Saved');
  const file = path.join(homes.codexHome, 'auth.json');
  expect(readFileSync(file, 'utf8')).toBe(signIn.authJson);
  expect(standIn.tokens.inspect(signIn.refreshToken).presented).toBe(1);

  const requests = standIn.requests.length;
  await page.waitForTimeout(1_500);
  expect(standIn.requests.length).toBe(requests);
  homes.writeAuth(standIn.signIn().authJson);
  await expect(page.locator(body)).not.toContainText('Sign in to Codex again');
  await expect(page.locator(body)).toContainText('Live');
});

test('recovery: offline keeps the numbers, marked old, and comes back by itself', async ({
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const { page } = await opened();
  await expect(page.locator(body)).toContainText('Live');
  await standIn.goOffline();
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.locator(body)).toContainText('Offline');
  await expect(page.locator(body)).toContainText('88%');
  await expect(page.locator(body)).toContainText('offline');
  await standIn.goOnline();
  await expect(page.locator(body)).toContainText('Live', { timeout: 20_000 });
});

const calm: [string, (context: Calm) => void, string][] = [
  ['no sign-in', ({ remove }) => remove(), 'Not signed in to Codex'],
  ['an API key', ({ write }) => write('{"OPENAI_API_KEY":"sk-FAKE"}'), 'Codex works on an API key'],
  [
    'a half-written file',
    ({ write }) => write('{"tokens": {"acc'),
    'The sign-in file is not whole',
  ],
  ['a web page', ({ fault }) => fault('captive-portal'), 'This network wants a sign-in'],
  ['server trouble', ({ fault }) => fault('server-error'), 'OpenAI has trouble'],
];

interface Calm {
  remove(): void;
  write(text: string): void;
  fault(kind: 'captive-portal' | 'server-error'): void;
}

for (const [name, arrange, title] of calm) {
  test(`recovery: ${name} has its own calm screen with one thing to do`, async ({
    standIn,
    homes,
    opened,
  }) => {
    homes.writeAuth(standIn.signIn().authJson);
    arrange({
      remove: () => rmSync(path.join(homes.codexHome, 'auth.json')),
      write: (text) => homes.writeAuth(text),
      fault: (kind) =>
        standIn.faults.push(
          'usage',
          kind === 'captive-portal' ? { kind } : { kind: 'status', status: 503 },
          { times: 'always' },
        ),
    });
    const { page } = await opened();
    await expect(page.locator(body)).toContainText(title);
    await expect(page.locator(`${body} [role="meter"]`)).toHaveCount(0);
  });
}

test('recovery: every sampled answer shows its windows and nothing that is not in it', async ({
  standIn,
  homes,
  opened,
}) => {
  homes.writeAuth(standIn.signIn().authJson);
  const { page } = await opened();
  const refresh = page.getByRole('button', { name: 'Refresh', exact: true });
  const spoken = (): Promise<(string | null)[]> =>
    page
      .getByRole('meter')
      .evaluateAll((meters) => meters.map((meter) => meter.getAttribute('aria-valuetext')));
  for (const [name, labels] of SAMPLE_LABELS) {
    standIn.usage.set(name);
    const asked = standIn.requests.length;
    await expect(refresh).toHaveAttribute('aria-disabled', 'false');
    await refresh.click();
    await expect.poll(() => standIn.requests.length, name).toBeGreaterThan(asked);
    const wanted = labels.map((label) => expect.stringContaining(label));
    await expect.poll(spoken, name).toEqual(wanted);
  }
});

const SAMPLE_LABELS: readonly (readonly [UsageSampleName, readonly string[]])[] = [
  [
    'plus-primary-and-secondary',
    ['5-hour limit, 88 percent left', 'Weekly limit, 66 percent left'],
  ],
  ['free-monthly-only', ['Monthly limit, 30 percent left']],
  ['weekly-only-in-primary', ['Weekly limit, 100 percent left']],
  ['unknown-plan-and-fields', ['25-hour limit, 55 percent left']],
  ['edge-over-100-percent', ['5-hour limit, 0 percent left', 'Weekly limit, 100 percent left']],
  ['limit-reached-with-credit-balance', ['5-hour limit, 0 percent', 'Weekly limit, 3 percent']],
  ['reset-credits-available', ['5-hour limit, 1 percent left', 'Weekly limit, 20 percent left']],
  ['minimal-plan-only', []],
  ['credits-unlimited', []],
  ['business-spend-control-reached', []],
  ['all-optional-null', []],
  [
    'pro-additional-limits',
    [
      '5-hour limit, 97',
      'Weekly limit, 39',
      '5-hour limit, 12',
      'Weekly limit, 60',
      'Weekly limit, 95',
    ],
  ],
];
