// The settings page painted by the real renderer in real Electron: its words, its look, and every
// control by keyboard alone.

import type { Page } from 'playwright';
import type { SettingControl } from '../main/core/settings-panel-types.ts';
import type { Panel } from '../preload/contract.ts';
import { expect, test } from './fixtures.ts';
import { type OpenedGallery, openGallery } from './gallery.ts';
import { noteChanges, takeNoted } from './noted-changes.ts';
import { clippedBoxes, openSettings, putAxeInto, violationsOf } from './page-checks.ts';
import { fixedPanel, SETTINGS_STATE_NAMES, settingsPanel } from './panels.ts';

const gallery = test.extend<{ settings: OpenedGallery }>({
  settings: async ({ desktop }, use) => {
    const opened = await openGallery(desktop.env, settingsPanel('settings'));
    await putAxeInto(opened.page);
    await openSettings(opened.page);
    await use(opened);
    await opened.close();
  },
});

function controlsOf(panel: Panel): readonly SettingControl[] {
  return panel.settings.groups.flatMap(({ controls }) => controls);
}

/** What has the focus, as a screen reader names it. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const named = focused?.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const texts = named.map((id) => document.getElementById(id)?.textContent);
    const label = focused?.getAttribute('aria-label') ?? texts.join(' ');
    if (label !== '') return label;
    const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
    return labels.map(({ textContent }) => textContent).join(' ') || (focused?.textContent ?? '');
  });
}

gallery(
  'settings: every state is painted whole, in its own words, without a fault for axe',
  async ({ settings }) => {
    const { page } = settings;
    for (const name of SETTINGS_STATE_NAMES) {
      const panel = settingsPanel(name);
      for (const theme of ['light', 'dark'] as const) {
        await settings.setTheme(theme);
        await settings.show(panel);
        const text = await page.locator('body').innerText();
        for (const { label, explanation, error } of controlsOf(panel))
          for (const word of [label, explanation, error]) if (word) expect(text).toContain(word);
        expect(await clippedBoxes(page)).toEqual([]);
        expect(await violationsOf(page)).toEqual([]);
      }
    }
  },
);

gallery(
  'settings: each explanation is one line, and large text is not clipped',
  async ({ settings: { page, show } }) => {
    const lines = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.explanation')].map(
        (element) => element.offsetHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
      ),
    );
    expect(lines.length).toBeGreaterThan(15);
    for (const count of lines) expect(count).toBeLessThan(1.5);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    for (const name of SETTINGS_STATE_NAMES) {
      await show(settingsPanel(name));
      expect(await clippedBoxes(page)).toEqual([]);
    }
  },
);

/** The names at which Tab stops within a control. */
function stopsOf(control: SettingControl): readonly string[] {
  switch (control.kind) {
    case 'choice':
      return control.options.filter(({ chosen }) => chosen).map(({ label }) => label);
    case 'percents':
      return [
        ...control.fields.flatMap((field) => [field.label, field.removeLabel]),
        control.addLabel,
      ];
    case 'hours':
      return [control.label, control.from?.label ?? '', control.to?.label ?? ''];
    case 'number':
      return [`${control.label} ${control.unit}`];
    case 'shortcut':
      return [control.label, control.clearLabel];
    case 'button':
      return [control.button];
    case 'switch':
      return [control.label];
    case 'account':
      return control.remove === null ? [] : [control.remove.spoken];
  }
}

gallery(
  'settings: Tab reaches every control once, in the order in which they are read',
  async ({ settings: { page, show } }) => {
    const panel = settingsPanel('settings-chosen');
    await show(panel);
    const seen: string[] = [];
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press('Tab');
      const name = await focusedName(page);
      if (name === 'Back') break;
      if (seen.at(-1) !== name) seen.push(name);
      expect(
        await page.evaluate(
          () => getComputedStyle(document.activeElement ?? document.body).visibility,
        ),
      ).toBe('visible');
    }
    expect(seen).toEqual(controlsOf(panel).flatMap(stopsOf));
  },
);

gallery(
  'settings: every kind of control is worked by keys, and sends one exact choice',
  async ({ settings: { page, calls } }) => {
    const before = (await calls()).length;
    const { keyboard } = page;
    await page.getByRole('radio', { name: 'Left' }).focus();
    await keyboard.press('ArrowRight');
    await page.getByRole('switch', { name: 'Hide the account' }).focus();
    await keyboard.press('Space');
    await page.getByRole('switch', { name: 'Blocked' }).focus();
    await keyboard.press('Enter');
    await page.getByRole('spinbutton', { name: 'Alert 1 of 2' }).focus();
    await keyboard.press('ArrowUp');
    await page.getByRole('spinbutton', { name: 'Alert 2 of 2' }).fill('120');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove 95%' }).focus();
    await keyboard.press('Enter');
    await page.getByRole('spinbutton', { name: 'Look every minutes' }).fill('7');
    await keyboard.press('Tab');
    await page.getByRole('textbox', { name: 'Shortcut' }).focus();
    await keyboard.press('Control+Alt+u');
    await keyboard.type('ctrl+f5');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send a test alert' }).focus();
    await keyboard.press('Space');
    // Leaving takes the question back.
    await page.getByRole('button', { name: 'Reset all settings' }).focus();
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await page.getByRole('button', { name: 'Reset all settings' }).focus();
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Really reset all?' })).toBeFocused();
    await keyboard.press('Enter');
    expect((await calls()).slice(before)).toEqual([
      'choose {"numbers":"used"}',
      'choose {"hideAccount":true}',
      'choose {"alerts":{"kind":"blocked","wanted":false}}',
      'choose {"thresholds":[81,95]}',
      'choose {"thresholds":[80,100]}',
      'choose {"thresholds":[80]}',
      'choose {"pollMinutes":7}',
      'choose {"shortcut":"Ctrl+Alt+U"}',
      'choose {"shortcut":"ctrl+f5"}',
      'act send-test-alert',
      'act reset-settings',
    ]);
  },
);

gallery('settings: quiet hours are typed as times', async ({ settings: { page, calls, show } }) => {
  await show(settingsPanel('settings-chosen'));
  const before = (await calls()).length;
  await page.getByLabel('To', { exact: true }).fill('08:15');
  expect((await calls()).slice(before)).toEqual([
    'choose {"quietHours":{"fromMinute":1320,"toMinute":495}}',
  ]);
});

gallery(
  'settings: what is no number, or is there already, gives way to the old one',
  async ({ settings: { page, calls } }) => {
    const before = (await calls()).length;
    const first = page.getByRole('spinbutton', { name: 'Alert 1 of 2' });
    for (const text of ['', '95', '80']) {
      await first.fill(text);
      await page.keyboard.press('Enter');
      await expect(first).toHaveValue('80');
    }
    expect((await calls()).slice(before)).toEqual([]);
  },
);

gallery(
  'settings: a repaint takes neither the focus nor what is being typed',
  async ({ settings: { page, show } }) => {
    const keys = page.getByRole('textbox', { name: 'Shortcut' });
    await keys.focus();
    await page.keyboard.type('ctrl+sh');
    await show(settingsPanel('settings-chosen'));
    await show(settingsPanel('settings'));
    await expect(keys).toBeFocused();
    await keys.fill('ctrl+al');
    await show(settingsPanel('settings'));
    await expect(keys).toHaveValue('ctrl+al');
  },
);

gallery(
  'settings: removing a percent or the shortcut leaves the focus beside it',
  async ({ settings: { page, show } }) => {
    await show(settingsPanel('settings-chosen'));
    await page.getByRole('button', { name: 'Remove 95%' }).focus();
    await page.keyboard.press('Enter');
    expect(await focusedName(page)).toBe('Alert 4 of 5, percent used');
    await page.getByRole('button', { name: 'Remove the shortcut' }).focus();
    await page.keyboard.press('Enter');
    await show(settingsPanel('settings'));
    await expect(page.getByRole('textbox', { name: 'Shortcut' })).toBeFocused();
  },
);

gallery(
  'settings: Esc goes back once and closes at the second time; Back does the same',
  async ({ settings: { page, calls } }) => {
    const before = (await calls()).length;
    const gear = page.getByRole('button', { name: 'Settings' });
    await page.getByRole('textbox', { name: 'Shortcut' }).focus();
    await page.keyboard.press('Escape');
    await expect(gear).toBeFocused();
    expect((await calls()).slice(before)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(gear).toBeFocused();
    await page.keyboard.press('Escape');
    expect((await calls()).slice(before)).toEqual(['act close']);
  },
);

gallery(
  'settings: the same panel again changes nothing in the document',
  async ({ settings: { page, show } }) => {
    await show(settingsPanel('settings-trouble'));
    await noteChanges(page);
    await show(settingsPanel('settings-trouble'));
    expect(await takeNoted(page)).toEqual([]);
  },
);

gallery(
  'settings: who opens the popover next time finds the numbers',
  async ({ settings: { page } }) => {
    // Why by hand: while a test is attached, Electron calls a hidden page visible.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(page.getByRole('meter')).toHaveCount(2);
  },
);

gallery('settings: the theme is the person’s, whatever the system’s', async ({ settings }) => {
  const { page } = settings;
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const panel = fixedPanel('healthy');
  await settings.setTheme('light');
  await settings.show(panel);
  const light = await ground();
  await settings.show({ ...panel, theme: 'dark' });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await settings.setTheme('dark');
  await settings.show({ ...panel, theme: 'light' });
  expect(await ground()).toBe(light);
  await settings.show(panel);
  expect(await ground()).toBe(dark);
});
