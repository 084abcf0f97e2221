// The popover's entry: subscribes, paints each panel, passes clicks and keys back.
// Decides nothing, owns no clock, keeps nothing but the last panel; all words come with the panel.

import { render } from 'preact';
import type { Panel, PlimsollBridge } from '../preload/contract.ts';
import { REFRESH_ID } from './panel/footer.tsx';
import { PanelView } from './panel/panel-view.tsx';

const root = document.getElementById('root');
if (root !== null) start(root, window.plimsoll);

function start(root: HTMLElement, bridge: PlimsollBridge): void {
  let shown: Panel | null = null;

  const poll = (): void => {
    if (shown === null || (shown.refresh.enabled && !shown.refresh.busy)) void bridge.poll();
  };

  bridge.onPanel((panel) => {
    if (shown === null) root.replaceChildren();
    shown = panel;
    paint({ root, panel, bridge, poll });
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') void bridge.act('close');
    else if (event.key.toLowerCase() === 'r' && (event.metaKey || event.ctrlKey)) poll();
    else if (!moveFocus(root, event.key)) return;
    event.preventDefault();
  });
}

interface Painting {
  readonly root: HTMLElement;
  readonly panel: Panel;
  readonly bridge: PlimsollBridge;
  readonly poll: () => void;
}

/** Brings the document up to date; Preact touches only what differs. */
function paint({ root, panel, bridge, poll }: Painting): void {
  const focused = document.activeElement;
  name(document, panel);
  render(
    <PanelView
      panel={panel}
      onPoll={poll}
      onAct={(name) => void bridge.act(name)}
      onChoose={(change) => void bridge.choose(change)}
    />,
    root,
  );
  // Why: a notice may leave together with its focused button; the keyboard then stays in the panel.
  if (focused?.isConnected === false) document.getElementById(REFRESH_ID)?.focus();
}

/** Why the comparisons: setting the same language again restyles the whole page. */
function name(page: Document, { language, appName }: Panel): void {
  if (page.documentElement.lang !== language) page.documentElement.lang = language;
  if (page.title !== appName) page.title = appName;
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
