// `npm run demo`: the same app against the built-in stand-in for OpenAI and a throwaway Codex home,
// sixty times faster than life. With --once, or without a display, it runs on a private desktop, saves
// pictures and ends; a step that was not really seen is a failure.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { type Desktop, startDesktop } from '../scripts/desktop.mjs';
import { exitCodeOf } from '../scripts/processes.mjs';
import { builtFile } from './machine.ts';
import {
  createHomes,
  type Homes,
  openByClick,
  type RunningApp,
  startPlimsoll,
} from './plimsoll.ts';
import { startStandIn } from './stand-in/server.ts';
import { createWorld, STORY, type Step, type World } from './story.ts';

const SEEN_LIMIT_MS = 20_000;
const SEEN_STEP_MS = 100;
/** How long a person gets to look at a step. */
const LOOK_MS = 6_000;
const SETTLE_LIMIT_MS = 2_000;
const CLEAN_UP_LIMIT_MS = 2_500;

type Ending = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'app-ended';

/** What has to be undone at the end, the last thing first. */
type Undo = (() => unknown)[];

const isOnce = process.argv.includes('--once');
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => end(signal));
}
// Why exit: a start that was broken off may still hold the process, for as long as its own limit.
process.exit(await perform(ending.signal));

function end(why: Ending): void {
  ending.abort(why);
}

/** Whatever comes first: the story told, the app or this program ended. Cleans up after each. */
async function perform(signal: AbortSignal): Promise<number> {
  const undo: Undo = [];
  const ended = new Promise<number>((resolve) => {
    signal.addEventListener('abort', () => resolve(codeOf(signal.reason)), { once: true });
  });
  const told = tell({ signal, undo }).catch((problem: unknown) => {
    // Why silent: what breaks because everything is being ended is no news.
    if (signal.aborted) return codeOf(signal.reason);
    console.error(problem);
    return 1;
  });
  const code = await Promise.race([ended, told]);
  const isEnded = signal.aborted;
  if (!isEnded) end('app-ended');
  await Promise.race([cleanUp(undo), sleep(CLEAN_UP_LIMIT_MS)]);
  return code;
}

async function cleanUp(undo: Undo): Promise<void> {
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch {
      // It was gone already, and the next must be undone all the same.
    }
  }
}

/** The person may quit the app; a proof must not lose it. */
function codeOf(why: Ending): number {
  if (why === 'app-ended') return isOnce ? 1 : 0;
  return exitCodeOf(why);
}

interface Telling {
  readonly signal: AbortSignal;
  readonly undo: Undo;
}

async function tell({ signal, undo }: Telling): Promise<number> {
  const desktop = isOnce ? await startDesktop() : null;
  if (desktop !== null) undo.push(desktop.stop);
  const standIn = await startStandIn();
  undo.push(standIn.close);
  const homes = createHomes(standIn);
  undo.push(homes.remove);
  // Why also here: Playwright ends this process by itself on Ctrl+C, without waiting for the rest.
  process.once('exit', homes.remove);
  const world = createWorld({ standIn, homes, signal });
  if (isOnce) homes.writeSettings({ welcomed: true });
  signal.throwIfAborted();
  const env = desktop?.env ?? process.env;
  const plimsoll = await startPlimsoll({ env, homes, standIn, isFast: true });
  undo.push(plimsoll.quit);
  plimsoll.app.once('close', () => end('app-ended'));
  if (desktop !== null) return (await proveStory({ desktop, plimsoll, world })) ? 0 : 1;
  await showStory(world);
  // The app ends this when it ends.
  return new Promise(() => {});
}

/** On a person's own desktop: tells the story once, then leaves the app to them. */
async function showStory(world: World): Promise<void> {
  say('The popover is open; click the icon in the bar to open it again. Quit from its menu.');
  for (const step of STORY) {
    world.signal.throwIfAborted();
    say(step.line);
    await step.act(world);
    await sleep(LOOK_MS, undefined, { signal: world.signal });
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
  const { standIn } = stage.world;
  const pictures = builtFile('demo');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const page = await openPopover(stage);
  for (const step of STORY) {
    if (!(await proveStep(step, { ...stage, page, pictures }))) return false;
  }
  const sentTokens = standIn.requests.filter(({ route }) => route === 'token').length;
  say(`The stand-in saw ${standIn.requests.length} requests, ${sentTokens} for new tokens.`);
  say(`Pictures are in ${path.relative(process.cwd(), pictures)}.`);
  return standIn.violations.length === 0;
}

async function openPopover({ desktop, plimsoll }: Stage): Promise<Page> {
  await desktop.tray.item();
  say('The icon is in the bar; a click opens the popover.');
  const page = await openByClick(desktop, plimsoll);
  await settle(page);
  // Why not sooner: the popover is placed by where the pointer was when it clicked.
  await desktop.xdotool('mousemove', 600, 700);
  return page;
}

interface StepStage extends Stage {
  readonly page: Page;
  readonly pictures: string;
}

async function proveStep(step: Step, stage: StepStage): Promise<boolean> {
  const { desktop, world, page, pictures } = stage;
  world.signal.throwIfAborted();
  const before = fileFingerprint(world.homes);
  await step.act(world);
  const missing = [...(await waitToSee(step, stage)), ...(await waitToHear(step, stage))];
  await settle(page);
  await desktop.screenshot(path.join(pictures, `${step.name}.png`));
  say(`${missing.length === 0 ? 'seen' : 'NOT SEEN'}  ${step.line}`);
  const after = fileFingerprint(world.homes);
  if (after !== before) say(`      auth.json  ${before}  →  ${after}`);
  if (missing.length > 0) say(`          missing: ${missing.join(', ')}`);
  return missing.length === 0;
}

/** What a step promised and the popover still does not show when the time is up. */
async function waitToSee(step: Step, { page, world }: StepStage): Promise<readonly string[]> {
  for (let waitedMs = 0; ; waitedMs += SEEN_STEP_MS) {
    const text = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
    const missing = step.shows.filter((words) => !text.includes(words));
    if (missing.length === 0 || waitedMs >= SEEN_LIMIT_MS) return missing;
    await sleep(SEEN_STEP_MS, undefined, { signal: world.signal });
  }
}

/** The alert that a step promised and the notification daemon was not sent, if so. */
async function waitToHear({ alert }: Step, { desktop }: StepStage): Promise<readonly string[]> {
  if (alert === undefined) return [];
  try {
    await desktop.notifications.waitFor(({ summary }) => summary === alert, SEEN_LIMIT_MS);
    say(`alert ${alert}`);
    return [];
  } catch {
    return [`the alert “${alert}”`];
  }
}

/** Until what is moving has come to rest and was painted; what turns for ever is not waited for. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async (limitMs) => {
    const frame = () => new Promise((painted) => requestAnimationFrame(painted));
    const rest = async (): Promise<void> => {
      await frame();
      const moving = document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(moving.map(({ finished }) => finished));
      await frame();
      await frame();
    };
    await Promise.race([rest(), new Promise((over) => setTimeout(over, limitMs))]);
  }, SETTLE_LIMIT_MS);
}

/** What may be shown of the sign-in file: a fingerprint of each token. */
function fileFingerprint({ codexHome }: Homes): string {
  const { tokens } = JSON.parse(readFileSync(path.join(codexHome, 'auth.json'), 'utf8'));
  const print = (token: string): string =>
    createHash('sha256').update(token).digest('hex').slice(0, 8);
  return `access ${print(tokens.access_token)} refresh ${print(tokens.refresh_token)}`;
}

function say(line: string): void {
  console.log(line);
}
