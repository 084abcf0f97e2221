// Contrast as it is painted: every text, and every bar, tick, line, sign and edge that tells something,
// against the ground under it. Computed from the styles that the browser really uses.

import type { Page } from 'playwright';

export interface Measured {
  /** Of WCAG 2: from 1 to 21. */
  readonly ratio: number;
  /** Whose: its classes, and the first of its words. */
  readonly what: string;
}

export interface MeasuredContrast {
  readonly texts: readonly Measured[];
  readonly shapes: readonly Measured[];
}

/** Runs in the page, with what shines through where its own ground does not cover. */
export function measureContrast(page: Page, behind: string): Promise<MeasuredContrast> {
  return page.evaluate(measure, behind);
}

function measure(behind: string): MeasuredContrast {
  type Color = readonly [number, number, number, number];
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const read = (css: string): Color => {
    if (canvas === null) throw new Error('no canvas');
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a]: Color, [R, G, B]: Color): Color => [
    r * a + R * (1 - a),
    g * a + G * (1 - a),
    b * a + B * (1 - a),
    1,
  ];
  const light = ([r, g, b]: Color): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const between = (one: Color, other: Color): number => {
    const [low = 0, high = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  /** What is under an element, its own ground included. */
  const groundOf = (element: Element | null): Color => {
    if (element === null) return read(behind);
    return over(read(getComputedStyle(element).backgroundColor), groundOf(element.parentElement));
  };
  const seen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('.unseen') === null;
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.textContent ?? '').trim().slice(0, 24)}”`;
  const found = (element: Element, css: string, ground: Color): Measured => ({
    ratio: between(over(read(css), ground), ground),
    what: nameOf(element),
  });

  const texts: Measured[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const speaks = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
    );
    const isField = element instanceof HTMLInputElement && element.classList.contains('field');
    if (!(speaks || isField) || !seen(element)) continue;
    texts.push(found(element, getComputedStyle(element).color, groundOf(element)));
    if (isField && element.placeholder !== '')
      texts.push(
        found(element, getComputedStyle(element, '::placeholder').color, groundOf(element)),
      );
  }

  const shapes: Measured[] = [];
  /** What tells something by its paint, and whose ground it must be told from. */
  const painted = (
    selector: string,
    property: string,
    ground: (element: Element) => Element | null,
  ): void => {
    for (const element of document.querySelectorAll(selector)) {
      const css = getComputedStyle(element).getPropertyValue(property);
      if (seen(element) && css !== 'none')
        shapes.push(found(element, css, groundOf(ground(element))));
    }
  };
  const parent = (element: Element): Element | null => element.parentElement;
  const bar = (element: Element): Element | null => element.closest('.bar');
  // A calm fill is told from the empty part, and from the ground around.
  painted('[data-level]:not([data-level="blocked"]) .bar-fill', 'background-color', parent);
  painted('[data-level]:not([data-level="blocked"]) .bar-fill', 'background-color', bar);
  painted('.bar-track', 'border-top-color', bar);
  painted('.bar-tick', 'background-color', bar);
  painted('.chart-line', 'stroke', parent);
  painted('.chart-reset', 'stroke', parent);
  painted('.day > i', 'background-color', parent);
  painted('.share > i', 'background-color', parent);
  painted('.glyph', 'stroke', parent);
  painted('.glyph .solid', 'fill', parent);
  painted('.mark .ring, .mark .line', 'stroke', parent);
  painted('.mark .dot', 'fill', parent);
  painted('.switch, .boxed, .measured .field, .time .field', 'border-top-color', parent);
  painted('.button.choice[aria-pressed="true"]', 'border-top-color', parent);
  for (const element of document.querySelectorAll<HTMLElement>('button, input')) {
    element.focus();
    const ring = (element.matches('input') ? element.closest('.boxed, .segment') : null) ?? element;
    const { outlineStyle, outlineColor } = getComputedStyle(ring);
    if (!seen(element) && !ring.matches('.segment')) continue;
    const css = outlineStyle === 'none' ? 'transparent' : outlineColor;
    shapes.push({
      ...found(ring, css, groundOf(ring.parentElement)),
      what: `focus of ${nameOf(ring)}`,
    });
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return { texts, shapes };
}
