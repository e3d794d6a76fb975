import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import type { TextHit } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../model/hostile.fixture.ts';
import { aRun } from '../model/monitoring.fixture.ts';
import { ChoiceBar } from './choice-bar.tsx';
import { allColumns, chosenColumns, sortHeads, toggledColumn, withChoice } from './chosen-columns.tsx';
import { ConditionForm } from './condition-form.tsx';
import { withHits } from './hit-cell.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const id = fc.constantFrom(...allColumns.map((column) => column.id));
const idsOf = (cols: string | undefined): string[] => chosenColumns(cols).map((column) => column.id);

describe('chosen columns', () => {
  test('one pressed twice is as it was', () => {
    fc.assert(
      fc.property(fc.option(fc.array(id), { nil: undefined }), id, (chosen, pressed) => {
        const cols = chosen?.join();
        expect(idsOf(toggledColumn(toggledColumn(cols, pressed), pressed))).toEqual(idsOf(cols));
      }),
    );
  });

  test('whatever an address says: no column twice, the agent always, in one order', () => {
    const odd = fc.oneof(id, fc.string({ maxLength: 8 }), fc.constantFrom('', 'constructor', '__proto__'));
    fc.assert(
      fc.property(fc.array(odd), (said) => {
        const ids = idsOf(said.join());
        expect(ids).toContain('agent');
        expect(ids).toEqual(allColumns.map((c) => c.id).filter((one) => ids.includes(one)));
      }),
    );
  });

  test('no two columns share an id or a head: what is sorted by, and chosen, is told apart', () => {
    expect(new Set(allColumns.map((c) => c.id)).size).toBe(allColumns.length);
    for (const head of Object.keys(sortHeads({ by: undefined, order: undefined }, () => undefined)))
      expect(allColumns.filter((c) => c.id === head)).toHaveLength(1);
  });

  test('a head without an order is sorted most first, and turns to least first', () => {
    const asked: unknown[] = [];
    const head = sortHeads({ by: 'steps', order: undefined }, (next) => asked.push(next))['steps'];
    (head as { props: { onClick(): void } }).props.onClick();
    expect(asked).toEqual([{ by: 'steps', order: 'asc' }]);
  });

  test('each run has a box of its own that tells which it is, and whether it is chosen', () => {
    const [agent] = withChoice(chosenColumns('agent'), new Set(['bbbbbbbb-2']), () => undefined);
    const box = (run: string): string => renderToStaticMarkup(<>{agent!.cell(aRun({ id: run }))}</>);
    expect(box('aaaaaaaa-1')).toContain('aria-label="Choose run aaaaaaaa"');
    expect(box('aaaaaaaa-1')).not.toContain('checked=""');
    expect(box('bbbbbbbb-2')).toContain('checked=""');
  });
});

describe('where words stand', () => {
  const hit = (over: Partial<TextHit> = {}): [string, TextHit] => [
    'r1',
    { runId: 'r1', spanId: 's', role: 'user', snippet: 'a late parcel', ...over },
  ];
  const shown = chosenColumns('agent,preview');
  const cell = (run: string, hits: Map<string, TextHit>): string =>
    renderToStaticMarkup(
      <>
        {withHits(shown, hits)
          .at(-1)!
          .cell(aRun({ id: run, inputPreview: 'Where is it?' }))}
      </>,
    );

  test('a run of which none is told keeps its preview; no other column changes', () => {
    const hits = new Map([hit()]);
    expect(words(cell('r1', hits))).toBe('user a late parcel');
    expect(words(cell('r2', hits))).toBe('Where is it?');
    expect(withHits(shown, hits)[0]).toBe(shown[0]);
    expect(withHits(shown, new Map())).toBe(shown);
  });

  test('said by nobody known: the words alone', () => {
    expect(words(cell('r1', new Map([hit({ role: '' })])))).toBe('a late parcel');
  });

  test.each(hostile)('%s is text', (_, text, seen) => {
    const html = cell('r1', new Map([hit({ snippet: text })]));
    expect(html).not.toMatch(dangerous);
    expect(words(html)).toContain(seen);
  });
});

describe('chosen runs', () => {
  const bar = (...chosen: string[]): Promise<string> =>
    drawPart(<ChoiceBar chosen={chosen} query={{}} onClear={() => undefined} />);

  test('two can be compared, one and three cannot', async () => {
    expect(names(await bar('a'), 'link')).toEqual([]);
    const two = await bar('a', 'b');
    expect(names(two, 'link')).toEqual(['Compare']);
    expect(two).toMatch(/href="\/runs\/compare\?a=a&amp;b=b"/);
    expect(names(await bar('a', 'b', 'c'), 'link')).toEqual([]);
  });

  test('are counted in words, and can be let go and taken away', async () => {
    expect(words(await bar('a'))).toContain('1 run chosen');
    const html = await bar('a', 'b', 'c');
    expect(words(html)).toContain('3 runs chosen');
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Choose none', 'Export']));
    expect(defects(html)).toEqual([]);
  });
});

test('a condition of nothing cannot be added, and its fields are named', async () => {
  const html = await drawPart(<ConditionForm onAdd={() => undefined} />);
  expect(names(html, 'textbox')).toEqual(['Key', 'Value, if any']);
  expect(html).toMatch(/<button[^>]*type="submit"[^>]*disabled=""|<button[^>]*disabled=""[^>]*type="submit"/);
  expect(defects(html)).toEqual([]);
});
