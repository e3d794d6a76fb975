import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { names } from '../../../ui/markup.fixture.ts';
import { splitsOf } from './model/widget-form.ts';
import { SplitRows } from './split-rows.tsx';

const dimensions = ['agent', 'model', 'tool'].map((id) => ({ id, label: id, description: '' }));
const draw = (splits: string[]): string =>
  renderToStaticMarkup(<SplitRows {...{ splits, dimensions }} onChange={() => undefined} />);

test('a second split is asked for once there is a first', () => {
  expect(names(draw([]), 'combobox')).toEqual(['Split by']);
  expect(names(draw(['agent']), 'combobox')).toEqual(['Split by', 'And by']);
});

test('each split stands once, and without the first the second is the first', () => {
  expect([splitsOf('agent', 'model'), splitsOf('', 'model'), splitsOf('model', 'model'), splitsOf('', '')]).toEqual([
    ['agent', 'model'],
    ['model'],
    ['model'],
    [],
  ]);
});
