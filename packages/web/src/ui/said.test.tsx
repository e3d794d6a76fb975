import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Problem } from '../app/api.ts';
import { Refusal } from './confirm-verb.tsx';
import { Definition, Definitions } from './definition.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState, troubleOf } from './error-state.tsx';
import { KindGlyph, kindNames } from './kind-glyph.tsx';
import { byRole, defects, names, nodesOf, parse, words } from './markup.fixture.ts';
import { UndoBar } from './undo-bar.tsx';

const nothing = (): void => undefined;

describe('what the API said no with', () => {
  const refusal = (error: unknown): string => renderToStaticMarkup(<Refusal error={error} />);
  test('is announced in its own words', () => {
    const html = refusal(
      new Problem(409, { code: 'access.last_admin', title: 'Last admin', detail: 'Grant admin first.' }),
    );
    expect(names(html, 'alert')).toEqual(['Last admin. Grant admin first.']);
  });

  test('by fields: what is wrong with each stands for the general words', () => {
    const fields = [
      { path: 'name', message: 'Too short.' },
      { path: 'until', message: 'Has passed.' },
    ];
    const html = refusal(new Problem(400, { title: 'The request does not fit', detail: 'Mend the fields.', fields }));
    expect(words(html)).toBe('The request does not fit. Too short. Has passed.');
  });

  test.each([null, undefined])('%s is no refusal', (error) => expect(refusal(error)).toBe(''));

  test('is text, also where it repeats what somebody typed', () => {
    const html = refusal(new Problem(409, { title: 'Name taken', detail: '"<img src=x>" exists.' }));
    expect(nodesOf(parse(html)).map(({ tag }) => tag)).toEqual(['p']);
  });
});

describe('any thrown thing', () => {
  test.each<[unknown, string, string | null]>([
    [new Problem(503, { title: 'Restarting', detail: 'Wait.', requestId: 'req_1' }), 'Restarting', 'req_1'],
    [new TypeError('x is undefined'), 'This page met a defect', null],
    ['text', 'This page met a defect', null],
    [null, 'This page met a defect', null],
  ])('%o has a title: %s', (error, title, requestId) => {
    const trouble = troubleOf(error);
    expect([trouble.title, trouble.requestId]).toEqual([title, requestId]);
    expect(trouble.message).not.toBe('');
  });

  test('can be tried again where that makes sense; its request id is there to be copied', () => {
    const error = new Problem(503, { title: 'Restarting', detail: 'Wait.', requestId: 'req_0193a5b2c4d87e9f' });
    const html = renderToStaticMarkup(<ErrorState error={error} onRetry={nothing} />);
    expect(names(html, 'button')[0]).toBe('Try again');
    expect(names(html, 'button')[1]).toContain('copy request id');
    expect(names(renderToStaticMarkup(<ErrorState error={null} />), 'button')).toEqual([]);
    expect(defects(html)).toEqual([]);
  });
});

describe('what was just done', () => {
  const bar = (undo?: () => void): string =>
    renderToStaticMarkup(<UndoBar done={{ what: 'Bo is shut out.', undo }} onGone={nothing} />);
  test('is announced, with the way back only where there is one', () => {
    expect(names(bar(nothing), 'status')).toEqual(['Bo is shut out. Undo']);
    expect(names(bar(nothing), 'button')).toEqual(['Undo']);
    expect(names(bar(), 'button')).toEqual([]);
  });

  test('nothing: the place to announce is there already, or the first word would not be heard', () => {
    const html = renderToStaticMarkup(<UndoBar done={null} onGone={nothing} />);
    expect(names(html, 'status')).toEqual(['']);
  });
});

describe('kinds of steps', () => {
  test('each has a word and a shape of its own', () => {
    const shapes = Object.keys(kindNames).map((kind) => {
      const html = renderToStaticMarkup(<KindGlyph kind={kind as keyof typeof kindNames} />);
      expect(names(html, 'img')).toEqual([kindNames[kind as keyof typeof kindNames]]);
      return html.replace(/<title>.*?<\/title>|aria-label="[^"]*"/g, '');
    });
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(new Set(Object.values(kindNames)).size).toBe(shapes.length);
  });
});

test('names and values belong together as term and definition', () => {
  const html = renderToStaticMarkup(
    <Definitions>
      <Definition name="Model">m-1</Definition>
      <Definition name="<b>key</b>" mono>
        {'<i>value</i>'}
      </Definition>
    </Definitions>,
  );
  const tags = nodesOf(parse(html)).map(({ tag }) => tag);
  expect(tags).toEqual(['dl', 'div', 'dt', 'dd', 'div', 'dt', 'dd']);
  expect(words(html)).toBe('Model m-1 <b>key</b> <i>value</i>');
});

test('nothing here: a heading and what to do about it', () => {
  const html = renderToStaticMarkup(<EmptyState title="No key works now">Make one.</EmptyState>);
  expect(byRole(html, 'heading').map(({ name }) => name)).toEqual(['No key works now']);
  expect(words(html)).toBe('No key works now Make one.');
});
