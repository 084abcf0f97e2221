// Guards later changes: the chosen states look, pixel by pixel, as in the committed pictures.
// `npm run screenshots -- --baseline` renews those, after a person has looked.

import { readdirSync } from 'node:fs';
import { BASELINE, BASELINE_FOLDER, describeMachine, whyNotComparable } from './baseline.ts';
import { expect, test } from './gallery-test.ts';
import { nameOfShot, paintShot, pictureOf } from './shots.ts';

test('pictures: each chosen state looks, to the pixel, as it is committed', async ({ gallery }) => {
  const why = whyNotComparable(await describeMachine(gallery));
  if (why !== null) {
    console.log(`pictures: not compared: ${why}`);
    return;
  }
  for (const shot of BASELINE) {
    await paintShot(gallery, shot);
    const picture = await pictureOf(gallery);
    expect.soft(picture).toMatchSnapshot(`${nameOfShot(shot)}.png`, { threshold: 0 });
  }
});

test('pictures: nothing is committed but what is compared', () => {
  const committed = readdirSync(BASELINE_FOLDER).filter((name) => name.endsWith('.png'));
  expect(committed.toSorted()).toEqual(
    BASELINE.map((shot) => `${nameOfShot(shot)}.png`).toSorted(),
  );
});
