import { expect, test } from 'vitest';
import { columns } from './columns.tsx';
import { stepColumns } from '../run/step-columns.tsx';
import { aRun } from '../model/monitoring.fixture.ts';

type Sized = { id: string; width: string; from?: number };

/** The least a grid track takes, px. */
const least = ({ width }: Sized): number => Number(/^(?:minmax\()?(\d+)px/.exec(width)![1]);
const shownAt = (all: readonly Sized[], px: number): Sized[] => all.filter((c) => c.from === undefined || px >= c.from);
const needed = (all: readonly Sized[], px: number): number => shownAt(all, px).reduce((sum, c) => sum + least(c), 0);

const steps = stepColumns({
  run: aRun({ id: 'r' }),
  window: { from: 0, to: 1 },
  collapsed: new Set(),
  onFold: () => undefined,
  lines: [],
  path: null,
});

/** The narrowest table beside a mouse: a window of 1040 px less sidebar and inspector. Phones have two-line rows. */
const narrowest = 1040 - 216 - 420;

test.each([
  ['runs', columns],
  ['steps', steps],
] as [string, Sized[]][])('the table of %s never scrolls sideways, however wide its window', (_, all) => {
  for (let px = narrowest; px <= 2600; px++) expect([px, needed(all, px) <= px]).toEqual([px, true]);
});

test('at 1440 px all columns of the runs are there and the preview can be read', () => {
  const table = 1440 - 216;
  expect(shownAt(columns, table).map((c) => c.id)).toEqual(columns.map((c) => c.id));
  const spare = table - needed(columns, table);
  const preview = columns.find((c) => c.id === 'preview')!;
  expect(preview.width).toBe('minmax(160px, 3fr)');
  // Agent and preview share what is spare, one to three; about seven pixels make a character.
  expect((least(preview) + spare * 0.6) / 7).toBeGreaterThan(28);
});

test('columns come in the order in which they are needed: wider tables only add some', () => {
  for (const all of [columns, steps] as Sized[][]) {
    let before: string[] = [];
    for (let px = narrowest; px <= 2000; px += 20) {
      const now = shownAt(all, px).map((c) => c.id);
      expect(before.filter((id) => !now.includes(id))).toEqual([]);
      before = now;
    }
  }
});
