import type { ImportResult } from 'signalbox/contract/prompts/files';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { defects, parse, textOf, nodesOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { ImportOutcome } from './import-outcome.tsx';

const result = (over: Partial<ImportResult> = {}): ImportResult => ({
  ...{ source: 'in/a.md', name: 'a', outcome: 'created', number: 1, labels: [], problem: null, warnings: [] },
  ...over,
});
const draw = (...items: ImportResult[]): string => `<b>${renderToStaticMarkup(<ImportOutcome items={items} />)}</b>`;
const rows = (html: string): string[] =>
  nodesOf(parse(html))
    .filter((node) => node.tag === 'li')
    .map((node) => textOf(node));

test('each with what became of it', () => {
  const html = draw(
    result(),
    result({ name: 'b', outcome: 'updated', number: 4 }),
    result({ name: 'c', outcome: 'unchanged' }),
  );
  expect(rows(html)).toEqual(['aCreated 1', 'bNew version 4', 'cUnchanged']);
  expect(words(html)).toContain('3 prompts taken.');
  expect(defects(html)).toEqual([]);
});

test('those that were not taken stand first, with why; without a name the file is named', () => {
  const failed = result({ name: null, outcome: 'failed', number: null, problem: 'It is no YAML.' });
  const html = draw(result(), failed);
  expect(rows(html)[0]).toBe('in/a.mdNot takenIt is no YAML.');
  expect(words(html)).toContain('1 prompt taken, 1 not.');
});

test('warnings do not keep it out, and are told', () => {
  const warning = { severity: 'warning', code: 'w', sentence: 'Not used.', path: 'variables.x', line: null } as const;
  expect(rows(draw(result({ warnings: [warning] })))).toEqual(['aCreated 1Not used.']);
});

test.each(hostile)('%s in a file hides and breaks nothing', (_, text) => {
  const html = draw(result({ name: text, source: text, outcome: 'failed', problem: text }));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});
