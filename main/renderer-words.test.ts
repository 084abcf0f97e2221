// The renderer paints finished words and has none of its own: every literal text in it is markup.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '..', 'renderer');

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => ({ name, text: readFileSync(path.join(FOLDER, name), 'utf8') }));

/** Attributes that people read or hear. */
const SPOKEN =
  /\b(?:aria-label|aria-valuetext|aria-description|title|placeholder|alt|label)="([^"]*)"/g;
/** Text between tags, up to the next tag or expression. */
const BETWEEN_TAGS = />([^<>{}()=;]*)<|>([^<>{}()=;]*)\{|\}([^<>{}()=;]*)</g;
/** Two words of letters in one string: a sentence, or a list of classes, which is in lower case. */
const SENTENCE = /'([^'\n]*\p{Lu}\p{Ll}+ \p{L}[^'\n]*)'|`([^`\n]*\p{Lu}\p{Ll}+ \p{L}[^`\n]*)`/gu;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** Everything in a source that reads like words for people. */
function literalWords(source: string): readonly string[] {
  const code = withoutComments(source);
  const found = [SPOKEN, BETWEEN_TAGS, SENTENCE].flatMap((shape) =>
    [...code.matchAll(shape)].map(([, a, b, c]) => (a ?? b ?? c ?? '').trim()),
  );
  return found.filter((text) => /\p{L}{2}/u.test(text) && !isCode(text));
}

/** Why: between the ">" of an arrow or a type and the next brace there is code, not text. */
function isCode(text: string): boolean {
  const begins = /^(&|\||\?|:|,|\.|!|\[)/.test(text);
  return begins || /\b(const|return|function|interface|type|extends|await|void)\b/.test(text);
}

describe('renderer', () => {
  test.each(sources)('has no words of its own: $name', ({ text }) => {
    expect(literalWords(text)).toEqual([]);
  });

  test('is really read: the guard sees text, attributes and strings', () => {
    expect(sources.length).toBeGreaterThan(15);
    expect(literalWords('<p>Nothing here</p>')).toEqual(['Nothing here']);
    expect(literalWords('<p>Left: {percent}</p>')).toEqual(['Left:']);
    expect(literalWords('<p>{percent} left</p>')).toEqual(['left']);
    expect(literalWords('<a title="Open it" />')).toEqual(['Open it']);
    expect(literalWords("const hint = 'Try again';")).toEqual(['Try again']);
    expect(literalWords('<p class="big box">{text}</p>')).toEqual([]);
  });
});
