// The trust page: a header with the way back, then sections of rows in a box of its own that scrolls.
// Order and structure only; finished texts in, acts out by name.

import type { ActName, Panel } from '../../preload/contract.ts';
import { ActionButton } from '../panel/action-button.tsx';
import { BackGlyph } from '../panel/glyphs.tsx';
import { Words } from '../panel/words.tsx';
import { Name } from './name.tsx';

/** Where the focus goes when the page opens, and when a focused element has left it. */
export const TRUST_TITLE_ID = 'trust-title';

const STATUS_ID = 'trust-status';

type TrustPage = NonNullable<Panel['trustPage']>;

export interface TrustViewProps {
  readonly page: TrustPage;
  readonly onBack: () => void;
  readonly onAct: (name: ActName) => void;
}

export function TrustView({ page, onBack, onAct }: TrustViewProps) {
  return (
    <div class="settings trust">
      <header class="settings-head">
        <button type="button" class="button icon" aria-label={page.backLabel} onClick={onBack}>
          <BackGlyph />
        </button>
        <h1 id={TRUST_TITLE_ID} tabIndex={-1}>
          {page.title}
        </h1>
      </header>
      <div class="settings-body">
        <p class="trust-note">
          <Words text={page.intro} />
        </p>
        <div class="trust-copy">
          <ActionButton look="push" hintId={STATUS_ID} onPress={() => onAct('copy-trust')}>
            {page.copy.label}
          </ActionButton>
          <output class="status" id={STATUS_ID}>
            {page.copy.status}
          </output>
        </div>
        {page.sections.map((section) => (
          <Section key={section.id} section={section} />
        ))}
        <p class="trust-note">
          <Words text={page.unlisted} />
        </p>
      </div>
    </div>
  );
}

function Section({ section }: { readonly section: TrustPage['sections'][number] }) {
  const { id, title, nothing, rows } = section;
  return (
    <section class="settings-group" aria-labelledby={`trust-${id}`}>
      <h2 id={`trust-${id}`}>{title}</h2>
      {rows.length === 0 && <p class="trust-note">{nothing}</p>}
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <li key={row.id} class="trust-row">
              {row.target !== null && <Name name={row.target} />}
              <p>
                <Words text={row.text} />
              </p>
              {row.detail !== null && (
                <p class="trust-detail">
                  <Words text={row.detail} />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
