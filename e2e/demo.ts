// `npm run demo`: the same app against the built-in stand-in for OpenAI and a throwaway Codex home,
// sixty times faster than life. With --once, or without a display, it runs on a private desktop, saves
// pictures and ends; a step that was not really seen is a failure.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { builtFile } from './machine.ts';
import { createHomes, type RunningApp, startPlimsoll } from './plimsoll.ts';
import { startStandIn } from './stand-in/server.ts';
import { createWorld, STORY, type Step, type World } from './story.ts';

const SEEN_LIMIT_MS = 20_000;
const SEEN_STEP_MS = 100;
/** How long a person gets to look at a step. */
const LOOK_MS = 6_000;

process.exitCode = await run(process.argv.includes('--once'));

async function run(isOnce: boolean): Promise<number> {
  const desktop = isOnce ? await startDesktop() : null;
  const standIn = await startStandIn();
  const homes = createHomes(standIn);
  const world = createWorld(standIn, homes);
  if (isOnce) homes.writeSettings({ welcomed: true });
  const env = desktop?.env ?? process.env;
  const plimsoll = await startPlimsoll({ env, homes, standIn, isFast: true });
  const ended = plimsoll.app.waitForEvent('close', { timeout: 0 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void plimsoll.quit());
  }
  try {
    if (desktop !== null) return (await proveStory({ desktop, plimsoll, world })) ? 0 : 1;
    await Promise.race([ended, showStory(world)]);
    await ended;
    return 0;
  } finally {
    await plimsoll.quit();
    await standIn.close();
    await desktop?.stop();
    homes.remove();
  }
}

/** On a person's own desktop: tells the story once, then leaves the app to them. */
async function showStory(world: World): Promise<void> {
  say('The popover is open; click the icon in the bar to open it again. Quit from its menu.');
  for (const step of STORY) {
    say(step.line);
    await step.act(world);
    await sleep(LOOK_MS);
  }
  say('That is the story. The stand-in goes on answering until you quit.');
}

interface Stage {
  readonly desktop: Desktop;
  readonly plimsoll: RunningApp;
  readonly world: World;
}

/** On a private desktop: every step must come to be seen, and is kept as a picture. */
async function proveStory(stage: Stage): Promise<boolean> {
  const { desktop, plimsoll, world } = stage;
  const pictures = builtFile('demo');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  await desktop.tray.item();
  say('The icon is in the bar; a click opens the popover.');
  await desktop.tray.click();
  await desktop.xdotool('mousemove', 600, 700);
  const page = await plimsoll.popover();
  const read = (): Promise<string> => page.locator('body').innerText();
  for (const step of STORY) {
    await step.act(world);
    const missing = await waitToSee(step, read);
    await desktop.screenshot(path.join(pictures, `${step.name}.png`));
    say(`${missing.length === 0 ? 'seen' : 'NOT SEEN'}  ${step.line}`);
    if (missing.length > 0) {
      say(`          missing: ${missing.join(', ')}`);
      return false;
    }
  }
  const isPolite = world.standIn.violations.length === 0;
  const sentTokens = world.standIn.requests.filter(({ route }) => route === 'token').length;
  say(`The stand-in saw ${world.standIn.requests.length} requests, ${sentTokens} for new tokens.`);
  say(`Pictures are in ${path.relative(process.cwd(), pictures)}.`);
  return isPolite;
}

/** What a step promised and the popover still does not show when the time is up. */
async function waitToSee(step: Step, read: () => Promise<string>): Promise<readonly string[]> {
  for (let waitedMs = 0; ; waitedMs += SEEN_STEP_MS) {
    const text = (await read()).replaceAll(/\s+/g, ' ');
    const missing = step.shows.filter((words) => !text.includes(words));
    if (missing.length === 0 || waitedMs >= SEEN_LIMIT_MS) return missing;
    await sleep(SEEN_STEP_MS);
  }
}

function say(line: string): void {
  console.log(line);
}
