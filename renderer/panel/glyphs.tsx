// The small signs beside words. Levels, tones and ages differ in shape, never in colour alone.
// Drawn on a 16-unit grid with strokes in the text's colour; hidden from screen readers.

import type { ComponentChildren } from 'preact';
import type { Panel } from '../../preload/contract.ts';

type Level = Panel['gauges'][number]['level'];
type Shape = NonNullable<Panel['accounts']>['entries'][number]['shape'];
type Tone = NonNullable<Panel['notice']>['tone'];

function Glyph(props: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <svg class={`glyph ${props.name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {props.children}
    </svg>
  );
}

/** Calm: the load line. Near: a triangle. Blocked: an empty ring with a slash. */
export function LevelGlyph({ level }: { readonly level: Level }) {
  return (
    <Glyph name="level">
      {level === 'calm' && (
        <>
          <circle cx="8" cy="8" r="4.75" />
          <path d="M.9 8h14.2" />
        </>
      )}
      {level === 'near' && (
        <>
          <path d="M8 2.2 14.6 13.6H1.4Z" />
          <path d="M8 6.6v3.1M8 11.7v.01" />
        </>
      )}
      {level === 'blocked' && (
        <>
          <circle cx="8" cy="8" r="6.25" />
          <path d="m3.7 12.3 8.6-8.6" />
        </>
      )}
    </Glyph>
  );
}

/** Act: a ring with a dot. Wait: a clock. Report: a broken line in a ring. */
export function ToneGlyph({ tone }: { readonly tone: Tone }) {
  return (
    <Glyph name="tone">
      <circle cx="8" cy="8" r="6.25" />
      {tone === 'act' && <circle class="solid" cx="8" cy="8" r="2.25" />}
      {tone === 'wait' && <path d="M8 4.5V8l2.4 1.6" />}
      {tone === 'report' && <path d="M4.5 8.6 6.6 6.4 9.4 9.6l2.1-2.2" />}
    </Glyph>
  );
}

/** The six states of the mark in the bar, in the signs of the popover. */
export function ShapeGlyph({ shape }: { readonly shape: Shape }) {
  if (shape === 'healthy') return <LevelGlyph level="calm" />;
  if (shape === 'near' || shape === 'blocked') return <LevelGlyph level={shape} />;
  if (shape === 'sign-in') return <ToneGlyph tone="act" />;
  return (
    <Glyph name="origin">
      {shape === 'stale' ? (
        <circle cx="8" cy="8" r="5" stroke-dasharray="2.9 2.336" />
      ) : (
        <circle cx="8" cy="8" r="5" stroke-width="1" />
      )}
    </Glyph>
  );
}

/** Live: a full dot. Old: a dashed ring. */
export function SourceGlyph({ old }: { readonly old: boolean }) {
  return (
    <Glyph name="origin">
      {old ? (
        <circle cx="8" cy="8" r="5" stroke-dasharray="2.9 2.336" />
      ) : (
        <circle class="solid" cx="8" cy="8" r="4" />
      )}
    </Glyph>
  );
}

export function RefreshGlyph() {
  return (
    <Glyph name="turn">
      <path d="M13.2 8a5.2 5.2 0 1 1-1.7-3.85" />
      <path d="M13.4 1.9v2.9h-2.9" />
    </Glyph>
  );
}

/** Sliders: what can be set. */
export function SettingsGlyph() {
  return (
    <Glyph name="sliders">
      <path d="M1.5 4.75h6.25M12.25 4.75h2.25M1.5 11.25h2.25M8.25 11.25h6.25" />
      <circle cx="10" cy="4.75" r="2.25" />
      <circle cx="6" cy="11.25" r="2.25" />
    </Glyph>
  );
}

export function BackGlyph() {
  return (
    <Glyph name="back">
      <path d="M9.75 3 4.75 8l5 5" />
    </Glyph>
  );
}

/** Behind words that lead to another page. */
export function OnwardGlyph() {
  return (
    <Glyph name="onward">
      <path d="m6.25 3 5 5-5 5" />
    </Glyph>
  );
}

/** Points down; turned by style once what it stands for is open. */
export function DisclosureGlyph() {
  return (
    <Glyph name="disclosure">
      <path d="m4 6.25 4 4 4-4" />
    </Glyph>
  );
}

export function CrossGlyph() {
  return (
    <Glyph name="cross">
      <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />
    </Glyph>
  );
}

export function PlusGlyph() {
  return (
    <Glyph name="plus">
      <path d="M8 3v10M3 8h10" />
    </Glyph>
  );
}
