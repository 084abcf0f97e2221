// The popover's entry: subscribes, paints each panel, passes clicks and keys back.
// Decides nothing, owns no clock, keeps nothing but the last panel and which page is open; all words
// come with the panel.

import { render } from 'preact';
import type { Panel, PlimsollBridge } from '../preload/contract.ts';
import { REFRESH_ID, SETTINGS_BUTTON_ID } from './panel/footer.tsx';
import { PanelView } from './panel/panel-view.tsx';
import { TRUST_BUTTON_ID } from './panel/trust-line.tsx';
import { SETTINGS_TITLE_ID, SettingsView } from './settings/settings-view.tsx';
import { TRUST_TITLE_ID, TrustView } from './trust/trust-view.tsx';

type PageName = 'numbers' | 'settings' | 'trust';

/** Where the keyboard is after turning to a page, and after its focused element has gone. */
const LEFT_FOCUS = { numbers: REFRESH_ID, settings: SETTINGS_TITLE_ID, trust: TRUST_TITLE_ID };
/** The way to a page, where the keyboard is after coming back from it. */
const WAY_TO = { numbers: REFRESH_ID, settings: SETTINGS_BUTTON_ID, trust: TRUST_BUTTON_ID };

const root = document.getElementById('root');
if (root !== null) start(root, window.plimsoll);

function start(root: HTMLElement, bridge: PlimsollBridge): void {
  let shown: Panel | null = null;
  let page: PageName = 'numbers';

  const poll = (): void => {
    if (shown === null || (shown.refresh.enabled && !shown.refresh.busy)) void bridge.poll();
  };
  const turnTo = (next: PageName): void => {
    const focus = next === 'numbers' ? WAY_TO[page] : LEFT_FOCUS[next];
    // The page's words come only while somebody reads them.
    if (page === 'trust' && next !== 'trust') void bridge.act('close-trust');
    page = next;
    if (shown !== null) paint({ root, panel: shown, page, bridge, poll, turnTo, goBack });
    document.getElementById(focus)?.focus();
  };
  const goBack = (): void => {
    if (page === 'numbers') void bridge.act('close');
    else turnTo('numbers');
  };

  bridge.onPanel((panel) => {
    if (shown === null) root.replaceChildren();
    const before = shown;
    shown = panel;
    if (panel.settings.isAsked && before?.settings.isAsked !== true) turnTo('settings');
    else if (panel.trustPage !== null && !before?.trustPage) turnTo('trust');
    else if (panel.trustPage === null && page === 'trust') turnTo('numbers');
    else paint({ root, panel, page, bridge, poll, turnTo, goBack });
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') goBack();
    else if (event.key.toLowerCase() === 'r' && (event.metaKey || event.ctrlKey)) poll();
    else if (page !== 'numbers' || !moveFocus(root, event.key)) return;
    event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => {
    // Who opens the popover next time wants to see the numbers.
    if (document.hidden && page !== 'numbers') turnTo('numbers');
    // What is asked for then is asked for anew.
    if (document.hidden && shown !== null) shown = { ...shown, trustPage: null };
  });
}

interface Painting {
  readonly root: HTMLElement;
  readonly panel: Panel;
  readonly page: PageName;
  readonly bridge: PlimsollBridge;
  readonly poll: () => void;
  readonly turnTo: (page: PageName) => void;
  readonly goBack: () => void;
}

/** Brings the document up to date; Preact touches only what differs. */
function paint(painting: Painting): void {
  const { root, panel, page } = painting;
  const focused = document.activeElement;
  name(document, panel);
  render(pageOf(painting), root);
  // Why: a notice may leave together with its focused button; the keyboard then stays in the panel.
  if (focused?.isConnected === false) document.getElementById(LEFT_FOCUS[page])?.focus();
}

function pageOf(painting: Painting) {
  if (painting.page === 'settings') return settingsPage(painting);
  return painting.page === 'trust' ? trustPage(painting) : numbersPage(painting);
}

function numbersPage({ panel, bridge, poll, turnTo }: Painting) {
  return (
    <PanelView
      panel={panel}
      onPoll={poll}
      onSettings={() => turnTo('settings')}
      onAct={(name) => void bridge.act(name)}
      onChoose={(change) => void bridge.choose(change)}
    />
  );
}

function settingsPage({ panel, bridge, goBack }: Painting) {
  return (
    <SettingsView
      settings={panel.settings}
      onBack={goBack}
      onChoose={(change) => void bridge.choose(change)}
      onAct={(name) => void bridge.act(name)}
    />
  );
}

function trustPage({ panel, bridge, goBack }: Painting) {
  if (panel.trustPage === null) return null;
  return (
    <TrustView page={panel.trustPage} onBack={goBack} onAct={(name) => void bridge.act(name)} />
  );
}

/** Why the comparisons: setting the same language again restyles the whole page. */
function name(page: Document, { language, appName, theme }: Panel): void {
  const { documentElement } = page;
  if (documentElement.lang !== language) documentElement.lang = language;
  if (page.title !== appName) page.title = appName;
  if (documentElement.dataset.theme !== theme) documentElement.dataset.theme = theme;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves between buttons with the arrows; false leaves the key to the browser, which scrolls. */
function moveFocus(root: HTMLElement, key: string): boolean {
  const step = STEPS[key];
  if (step === undefined) return false;
  const buttons = [...root.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const next = at < 0 ? undefined : buttons[at + step];
  next?.focus();
  return next !== undefined;
}
