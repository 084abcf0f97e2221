// Facts about `plimsoll activity` as a process: the object of contract.md §5, its tables, and that it
// needs neither a sign-in nor a network.

import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, runCommand } from './testing/command.ts';
import { makeStore, truthOf } from './testing/generated-store.ts';
import { makePlace, type Place } from './testing/place.ts';

beforeAll(ensureBuilt, 120_000);

const ALL_DAYS = ['--days', '36500'] as const;

async function run(place: Place, ...words: readonly string[]) {
  const ended = await runCommand(['activity', ...words], place);
  expect(ended.stderr).toBe('');
  return ended;
}

describe.concurrent('plimsoll activity', () => {
  test('--json: is exact, key by key, with and without an index', async (end) => {
    const place = await makePlace(end);
    makeStore(place.codexHome, 21);
    const { totals } = truthOf(place.codexHome);
    const anew = await run(place, '--json', ...ALL_DAYS, '--no-index', '--by', 'day,model');
    expect(readdirSync(place.folder)).toEqual(['codex']);
    const said = JSON.parse(anew.stdout);
    expect(Object.keys(said)).toEqual([
      ...['schema', 'codexHome', 'timeZone', 'from', 'to', 'complete', 'totals'],
      ...['byDay', 'byModel', 'byDayModel', 'sessions', 'skipped'],
    ]);
    expect(said).toMatchObject({ schema: 1, codexHome: place.codexHome, timeZone: 'UTC', totals });
    expect([anew.code, said.complete, said.skipped]).toEqual([0, true, []]);
    for (const _time of ['first', 'again']) {
      const kept = JSON.parse((await run(place, '--json', ...ALL_DAYS)).stdout);
      expect(kept).toEqual({ ...said, byDayModel: null });
    }
  });

  test('prints a table of days and one of models, or the one that was asked for', async (end) => {
    const place = await makePlace(end);
    makeStore(place.codexHome, 22);
    const { totals } = truthOf(place.codexHome);
    const tokens = new Intl.NumberFormat('en-US').format(
      (totals as { readonly total?: number }).total ?? 0,
    );
    const headsOf = (text: string) =>
      text.match(/^(Day|Model).*$/gm)?.map((head) => head.split(/ +/));
    const columns = [
      'Sessions',
      'Turns',
      'Calls',
      'Input',
      'Cached',
      'Output',
      'Reasoning',
      'Tokens',
    ];
    const both = await run(place, ...ALL_DAYS);
    expect(headsOf(both.stdout)).toEqual([
      ['Day', ...columns],
      ['Model', ...columns],
    ]);
    expect(both.stdout.match(new RegExp(`^All .* ${tokens}$`, 'gm'))).toHaveLength(2);
    const one = await run(place, ...ALL_DAYS, '--by', 'model');
    expect(headsOf(one.stdout)).toEqual([['Model', ...columns]]);
    const crossed = await run(place, ...ALL_DAYS, '--by', 'day,model');
    expect(headsOf(crossed.stdout)).toEqual([['Day', 'Model', ...columns]]);
  });

  test('of a home without session files is all zeros, exit 0', async (end) => {
    const place = await makePlace(end);
    const { code, stdout } = await run(place, '--json');
    const said = JSON.parse(stdout);
    expect([code, said.complete, said.byDay, said.byModel]).toEqual([0, true, [], []]);
    expect(new Set(Object.values(said.totals))).toEqual(new Set([0]));
    expect((await run(place)).stdout).toContain('No sessions yet');
  });
});
