import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { endless } from '../rooms/monitoring/model/hostile.fixture.ts';
import { Button } from './button.tsx';
import { FacetBar } from './facet-bar.tsx';
import { Field } from './field.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from './markup.fixture.ts';
import { Select } from './select.tsx';
import { Suggest } from './suggest.tsx';

const nothing = (): void => undefined;
const field = (html: string) => nodesOf(parse(html)).find((n) => n.tag === 'input')!;

test('a field has its label; hint and error are read with it, the error alone where there is one', () => {
  const hinted = renderToStaticMarkup(<Field label="Password" hint="At least 12 characters" />);
  expect(names(hinted, 'textbox')).toEqual(['Password']);
  expect(words(hinted)).toBe('Password At least 12 characters');
  expect(field(hinted).attrs['aria-invalid']).toBe('false');
  const wrong = renderToStaticMarkup(<Field label="Password" hint="At least 12 characters" error="Too short" />);
  expect(words(wrong)).toBe('Password Too short');
  expect(field(wrong).attrs['aria-invalid']).toBe('true');
  const note = nodesOf(parse(wrong)).find((n) => n.attrs['id'] === field(wrong).attrs['aria-describedby'])!;
  expect(note.children).toEqual(['Too short']);
});

test('a field without a note points at none; two fields keep their labels apart', () => {
  const html = renderToStaticMarkup(
    <>
      <Field label="From" />
      <Field label="To" />
    </>,
  );
  expect(names(html, 'textbox')).toEqual(['From', 'To']);
  expect(field(html).attrs).not.toHaveProperty('aria-describedby');
  expect(defects(html)).toEqual([]);
});

const choices = [
  { value: '', label: 'Any outcome' },
  { value: 'failed', label: 'Failed' },
];
const select = (value: string): string =>
  renderToStaticMarkup(<Select label="Outcome" value={value} choices={choices} onChange={nothing} />);

test('a choice says what it is about and what is chosen; one that filters is drawn stronger', () => {
  expect(names(select(''), 'combobox')).toEqual(['Outcome']);
  expect(words(select(''))).toBe('Any outcome');
  expect(words(select('failed'))).toBe('Failed');
  const strong = (value: string): boolean =>
    byRole(select(value), 'combobox')[0]!.node.attrs['class']!.includes('border-accent');
  expect([strong(''), strong('failed')]).toEqual([false, true]);
  expect(defects(select('failed'))).toEqual([]);
});

test('a value from an old link that is no choice any more is shown, not hidden as "any"', () => {
  expect(words(select('gone'))).toBe('gone');
});

test('a suggesting field shows what is committed and is named', () => {
  const draw = (value: string): string =>
    renderToStaticMarkup(<Suggest id="a" label="Agent" value={value} suggestions={['x']} onCommit={nothing} />);
  expect(byRole(draw('clerk'), 'combobox')[0]).toMatchObject({ name: 'Agent', node: { attrs: { value: 'clerk' } } });
  expect(field(draw('')).attrs['placeholder']).toBe('Agent');
  expect(field(draw('clerk')).attrs['class']).toContain('border-accent');
  expect(field(draw('')).attrs['class']).not.toContain('border-accent');
  expect(field(draw('')).attrs['maxlength'] ?? field(draw('')).attrs['maxLength']).toBe('400');
});

test('filters are one region; each chip can be taken away by name; all of them at once', () => {
  const html = renderToStaticMarkup(
    <FacetBar
      chips={[
        { label: 'User', value: '<b>42</b>', onRemove: nothing },
        { label: 'Conversation', value: endless, onRemove: nothing },
      ]}
      onClear={nothing}
      end={<Button>12 new</Button>}
    >
      <span>controls</span>
    </FacetBar>,
  );
  expect(names(html, 'search')).toEqual(['Filters']);
  expect(names(html, 'button')).toEqual([
    'Remove filter User',
    'Remove filter Conversation',
    'Clear filters',
    '12 new',
  ]);
  expect(words(html)).toContain('<b>42</b>');
  const value = nodesOf(parse(html)).find(
    (n) => n.attrs['class']?.includes('truncate') && textOf(n).startsWith('unbreakable'),
  );
  expect(textOf(value!)).toHaveLength(120);
  expect(defects(html)).toEqual([]);
});

test('nothing filtered, nothing to clear', () => {
  const html = renderToStaticMarkup(
    <FacetBar chips={[]} onClear={null}>
      <span>controls</span>
    </FacetBar>,
  );
  expect(names(html, 'button')).toEqual([]);
});
