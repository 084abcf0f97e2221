// What a screen reader says of the page, line by line, in the order of reading: out of the browser's own
// accessibility tree, so that names, values and states are those that really arrive.

import path from 'node:path';
import type { Page } from 'playwright';
import type { OpenedGallery } from './gallery.ts';
import { ROOT } from './machine.ts';
import { LANGUAGES, paintShot, type Shot } from './shots.ts';

/** The states that are written down: one of each kind. */
export const SPOKEN: readonly Shot['state'][] = [
  'healthy',
  'slow-down',
  'blocked',
  'model-limits',
  'chart-week',
  'percent-unknown',
  'reset-passed',
  'recovered',
  'refreshing',
  'offline-old',
  'not-signed-in',
  'no-tray',
  'settings-chosen',
  'settings-trouble',
  'trust-new',
  'trust',
];

export function spokenFile(state: Shot['state']): string {
  return path.join(ROOT, 'e2e', 'spoken', `${state}.txt`);
}

export async function spokenText(gallery: OpenedGallery, state: Shot['state']): Promise<string> {
  const [language] = LANGUAGES;
  await paintShot(gallery, { state, theme: 'light', language, textPercent: 100 });
  return `${(await spokenLines(gallery.page)).join('\n')}\n`;
}

interface AxValue {
  readonly value?: unknown;
}

/** As far as it is read here. Source: the Accessibility domain of Chromium's DevTools protocol. */
interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly value?: AxValue;
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
  readonly childIds?: readonly string[];
}

async function spokenLines(page: Page): Promise<readonly string[]> {
  const browser = await page.context().newCDPSession(page);
  try {
    const { nodes }: { readonly nodes: readonly AxNode[] } = await browser.send(
      'Accessibility.getFullAXTree',
    );
    const known = new Map(nodes.map((node) => [node.nodeId, node]));
    const [root] = nodes;
    return root === undefined ? [] : linesOf(root, known);
  } finally {
    await browser.detach();
  }
}

const KINDS = {
  switch: 'Switch',
  radio: 'Choice',
  spinbutton: 'Number',
  textbox: 'Field',
  InputTime: 'Time',
} as const;

type Known = ReadonlyMap<string, AxNode>;

function linesOf(node: AxNode, known: Known): readonly string[] {
  const name = text(node.name);
  const inside = (): readonly string[] =>
    childrenOf(node, known).flatMap((child) => linesOf(child, known));
  if (node.ignored) return inside();
  switch (node.role?.value) {
    case 'StaticText':
      return name === '' ? [] : [name];
    case 'heading':
      return [`Heading: ${name}`];
    case 'meter':
      return [text(property(node, 'valuetext')) || `${name}: ${text(node.value)}`];
    case 'image':
      return [`Picture: ${name}`];
    case 'button':
      return [sentence(`Button: ${name}`, statesOf(node))];
    case 'switch':
    case 'radio':
    case 'spinbutton':
    case 'textbox':
    case 'InputTime':
      return [sentence(`${KINDS[node.role.value]}: ${name}`, text(node.value), statesOf(node))];
    case 'LabelText':
    case 'Legend':
      // The words were spoken, or will be, as the name of their control.
      return inside().filter(isControl);
    case 'region':
    case 'group':
      return [`Section: ${name}`, ...inside().map((line) => `  ${line}`)];
    case 'paragraph':
    case 'status':
    case 'term':
    case 'definition':
      return joined(inside());
    case 'list':
      return [`List of ${childrenOf(node, known).length}:`, ...inside().map((line) => `  ${line}`)];
    case 'InlineTextBox':
      return [];
    default:
      return inside();
  }
}

function isControl(line: string): boolean {
  return Object.values(KINDS).some((kind) => line.startsWith(`${kind}: `));
}

/** Pieces of a paragraph are spoken in one breath. */
function joined(pieces: readonly string[]): readonly string[] {
  const whole = pieces
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .trim();
  return whole === '' ? [] : [whole];
}

const STATES: Readonly<Record<string, string>> = { true: 'on', false: 'off' };

function statesOf(node: AxNode): string {
  const states = [
    property(node, 'pressed')?.value === 'true' ? 'chosen' : '',
    STATES[String(property(node, 'checked')?.value)] ?? '',
    property(node, 'invalid')?.value === 'true' ? 'not accepted' : '',
    property(node, 'disabled')?.value === true ? 'not available' : '',
    property(node, 'busy')?.value === true ? 'busy' : '',
  ];
  return states.filter((state) => state !== '').join(', ');
}

function sentence(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

function property({ properties = [] }: AxNode, wanted: string): AxValue | undefined {
  return properties.find(({ name }) => name === wanted)?.value;
}

function childrenOf({ childIds = [] }: AxNode, known: Known): readonly AxNode[] {
  return childIds.flatMap((id) => known.get(id) ?? []);
}

function text(value: AxValue | undefined): string {
  return typeof value?.value === 'string' || typeof value?.value === 'number'
    ? String(value.value)
    : '';
}
