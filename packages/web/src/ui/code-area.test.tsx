import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CodeArea, type LineMark } from './code-area.tsx';
import { defects, nodesOf, parse, textOf, words } from './markup.fixture.ts';
import { TextArea } from './text-area.tsx';

const draw = (over: Partial<Parameters<typeof CodeArea>[0]> = {}): string =>
  renderToStaticMarkup(<CodeArea label="Text" value={'One.\n\nThree.'} onChange={() => undefined} {...over} />);
const area = (html: string) => nodesOf(parse(html)).find((node) => node.tag === 'textarea')!;
const copy = (html: string) => nodesOf(parse(html)).find((node) => node.attrs['aria-hidden'] === 'true')!;
const lines = (html: string): string[] =>
  copy(html).children.map((line) => (typeof line === 'string' ? line : textOf(line)));

test('each line has its number, an empty one too; readers hear the text once', () => {
  const html = draw();
  expect(lines(html)).toEqual(['1One.', '2\u200b', '3Three.']);
  expect(textOf(area(html)).replace(/^\n/, '')).toBe('One.\n\nThree.');
  expect(defects(html)).toEqual([]);
});

test('an empty text is one line', () => {
  expect(lines(draw({ value: '' }))).toEqual(['1\u200b']);
  expect(lines(draw({ value: 'a\n' }))).toEqual(['1a', '2\u200b']);
});

test('the label is of the field', () => {
  const html = draw({ label: 'System, message 1' });
  const label = nodesOf(parse(html)).find((node) => node.tag === 'label')!;
  expect([label.attrs['for'], textOf(label)]).toEqual([area(html).attrs['id'], 'System, message 1']);
});

test('without a way to change it, it is to be read', () => {
  const { onChange: _, ...fixed } = { label: 'Text', value: 'x', onChange: undefined };
  const html = renderToStaticMarkup(<CodeArea {...fixed} />);
  expect(Object.keys(area(html).attrs).map((name) => name.toLowerCase())).toContain('readonly');
  expect(Object.keys(area(draw()).attrs).map((name) => name.toLowerCase())).not.toContain('readonly');
});

const error: LineMark = { line: 3, severity: 'error', sentence: 'Not declared.' };
const warning: LineMark = { line: 3, severity: 'warning', sentence: 'Not used.' };

test('what is said of a line stands at it, and is read with the field', () => {
  const html = draw({ marks: [error, warning] });
  expect(words(html)).toContain('✕ 3 Not declared. ! 3 Not used.');
  expect(area(html).attrs['aria-invalid']).toBe('true');
  const said = nodesOf(parse(html)).find((node) => node.attrs['id'] === area(html).attrs['aria-describedby'])!;
  expect(textOf(said)).toContain('Not declared.');
  const tinted = copy(html).children.map(
    (line) => typeof line !== 'string' && (line.attrs['class'] ?? '').includes('--'),
  );
  expect(tinted).toEqual([false, false, true]);
  expect(defects(html)).toEqual([]);
});

test('the first mark of a line gives its colour; a warning alone is no error', () => {
  const line = (html: string): string => {
    const last = copy(html).children.at(-1)!;
    return typeof last === 'string' ? '' : last.attrs['class']!;
  };
  expect(line(draw({ marks: [error, warning] }))).toContain('--danger');
  expect(line(draw({ marks: [warning] }))).toContain('--caution');
  expect(area(draw({ marks: [warning] })).attrs['aria-invalid']).toBe('false');
});

test('a mark beyond the text changes no line', () => {
  const html = draw({ marks: [{ ...error, line: 99 }] });
  expect(lines(html)).toHaveLength(3);
  expect(words(html)).toContain('✕ 99');
});

test('what stands in its head comes after the label', () => {
  expect(words(draw({ end: <button type="button">More</button> }))).toMatch(/^Text More/);
});

test('a field for prose has its label and hint', () => {
  const html = renderToStaticMarkup(<TextArea label="Why" hint="Kept in the ledger" />);
  const field = area(html);
  expect(words(html)).toContain('Why');
  const hint = nodesOf(parse(html)).find((node) => node.attrs['id'] === field.attrs['aria-describedby'])!;
  expect(textOf(hint)).toBe('Kept in the ledger');
  expect(area(renderToStaticMarkup(<TextArea label="Why" />)).attrs).not.toHaveProperty('aria-describedby');
});
