import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import type { Content, JsonValue } from '../contract.ts';
import { contentOf } from '../world.fixture.ts';
import { renderContent } from './render.ts';

type Values = { [name: string]: JsonValue };
const none = new Map<string, string>();
const open = (body: Content['body'], variables: Content['variables'] = { type: 'object' }) => ({ body, variables });
const render = (text: string, values: Values = {}, sources: ReadonlyMap<string, string> = none) =>
  renderContent(open(text), sources, values);
const refusal = (text: string, values: Values = {}): string => {
  try {
    render(text, values);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as AppError).message;
  }
  throw new Error('It rendered.');
};

describe('filling in', () => {
  test.each<[string, Values, string]>([
    ['Hello {{ name }}!', { name: 'Ada' }, 'Hello Ada!'],
    ['{% for o in orders %}{{ o.id }};{% endfor %}', { orders: [{ id: 1 }, { id: 2 }] }, '1;2;'],
    ['{% if vip %}yes{% else %}no{% endif %}', { vip: false }, 'no'],
    ['{{ name | upcase | append: "!" }}', { name: 'ada' }, 'ADA!'],
    ['{{ day | date: "%Y-%m-%d" }}', { day: '2026-11-22T23:30:00Z' }, '2026-11-22'],
    ['{{ "{%" }} {{ "{{" }}', {}, '{% {{'],
    ['{% raw %}{{ kept }}{% endraw %}', {}, '{{ kept }}'],
  ])('%s', (text, values, out) => {
    expect(render(text, values)).toBe(out);
  });

  test('messages one by one; a placeholder is replaced by the messages it is given, or by none', () => {
    const body = [{ role: 'system', content: 'For {{ who }}' }, { placeholder: 'history' }] as Content['body'];
    const history = [{ role: 'user', content: 'Hi {{ who }}' }];
    expect(renderContent(open(body), none, { who: 'Ada', history })).toEqual([
      { role: 'system', content: 'For Ada' },
      { role: 'user', content: 'Hi {{ who }}' },
    ]);
    expect(renderContent(open(body), none, { who: 'Ada' })).toHaveLength(1);
    expect(() => renderContent(open(body), none, { who: 'Ada', history: 'text' })).toThrow(AppError);
  });

  test('references stand for the other text, with the same variables', () => {
    const sources = new Map([
      ['tone@2', 'Be {{ mood }}. {% prompt "end@1" %}'],
      ['end@1', 'Bye, {{ name }}.'],
    ]);
    const text = '{% prompt "tone@2" %} {{ name }} {% prompt "end@1" %}';
    expect(render(text, { mood: 'kind', name: 'Ada' }, sources)).toBe('Be kind. Bye, Ada. Ada Bye, Ada.');
  });
});

describe('variables', () => {
  const typed: Content['variables'] = {
    type: 'object',
    properties: { name: { type: 'string' }, n: { type: 'integer', default: 3 }, order: { type: 'object' } },
    required: ['name'],
  };
  const fill = (values: Values) => renderContent(open('{{ name }} {{ n }}{{ order }}', typed), none, values);

  test('defaults are filled in, what is declared and not given is empty', () => {
    expect(fill({ name: 'Ada' })).toBe('Ada 3');
  });

  test.each<[Values, string]>([
    [{}, 'variables'],
    [{ name: 7 }, 'variables.name'],
    [{ name: 'Ada', n: 1.5 }, 'variables.n'],
  ])('%j does not fit, at %s', (values, path) => {
    try {
      fill(values);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'prompts.variables_unfit' });
      expect((error as AppError).fields.map((one) => one.path)).toContain(path);
    }
  });

  test('half a million characters are enough', () => {
    expect(() => render('{{ x }}', { x: 'x'.repeat(600_000) })).toThrow('differ from what the prompt declares');
  });
});

describe('what a template cannot do', () => {
  test.each([
    ['read files', '{% include "package.json" %}', 'tag "include" not found'],
    ['read files', '{% render "package.json" %}', 'tag "render" not found'],
    ['read files', '{% layout "package.json" %}', 'tag "layout" not found'],
    ['use what is not given', '{{ process.env }}', 'undefined variable: process'],
    ['reach prototypes', '{{ x.constructor }}', 'undefined variable: x.constructor'],
    ['know the time', '{{ "now" | date: "%s" }}', 'the time is not known to a prompt'],
    ['draw lots', '{{ x | sample }}', 'undefined filter: sample'],
    ['take code out of values', '{{ x | where_exp: "i", "i" }}', 'undefined filter: where_exp'],
    ['run for ever', '{% for i in (1..1000000000) %}x{% endfor %}', 'memory alloc limit exceeded'],
    ['refer to what is not there', '{% prompt "gone@1" %}', 'no text prompt gone@1'],
  ])('%s', (_, text, why) => {
    expect(refusal(text, { x: {} })).toContain(why);
  });

  test('take a second of anybody’s time, or fill the memory', () => {
    const began = performance.now();
    const loop = '{% for i in (1..3000) %}{% for j in (1..3000) %}{{ x }}{% endfor %}{% endfor %}';
    expect(refusal(loop, { x: 'x'.repeat(400_000) })).toMatch(/limit exceeded|too long|longer than/);
    const doubling = `{% assign s = x %}${'{% assign s = s | append: s %}'.repeat(40)}{{ s }}`;
    expect(refusal(doubling, { x: 'x'.repeat(1000) })).toContain('memory alloc limit exceeded');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('take that second once for each of its messages', () => {
    const content = '{% for i in (1..3000) %}{% for j in (1..3000) %}{% endfor %}{% endfor %}';
    const body = Array.from({ length: 50 }, () => ({ role: 'user' as const, content }));
    const began = performance.now();
    expect(() => renderContent(open(body), none, {})).toThrow('limit exceeded');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('become endless by references: nested ones are read once each, circles are refused', () => {
    const wide = '{% prompt "b@1" %}'.repeat(500);
    const sources = new Map([
      ['a@1', wide],
      ['b@1', '{% prompt "c@1" %}'.repeat(500)],
      ['c@1', '{% prompt "d@1" %}'.repeat(500)],
      ['d@1', 'x'.repeat(500)],
    ]);
    const began = performance.now();
    expect(() => render('{% prompt "a@1" %}', {}, sources)).toThrow(/limit exceeded|too long|longer than/);
    expect(performance.now() - began).toBeLessThan(10_000);
    const circle = new Map([
      ['a@1', '{% prompt "b@1" %}'],
      ['b@1', '{% prompt "a@1" %}'],
    ]);
    expect(() => render('{% prompt "a@1" %}', {}, circle)).toThrow('refers to itself');
  });
});

describe('values are never templates', () => {
  test('whatever a value holds, it comes out as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (value) => {
        expect(render('[{{ x }}]', { x: value })).toBe(`[${value}]`);
      }),
    );
    const hostile = '{{ secret }}{% prompt "a@1" %}{% raw %}';
    expect(render('{{ x }}', { x: hostile, secret: 's' })).toBe(hostile);
  });
});

test('whatever the template and the values, only errors of this room come out', () => {
  const piece = fc.constantFrom(
    ...[
      '{{',
      '}}',
      '{%',
      '%}',
      ' a ',
      ' | ',
      'upcase',
      'if',
      'endif',
      'for i in a',
      'endfor',
      'prompt "x@1"',
      '"',
      'date',
    ],
    ...[
      'case',
      'when',
      'assign a = ',
      'capture b',
      'endcapture',
      'raw',
      'endraw',
      '-',
      '\n',
      '(1..9)',
      '[0]',
      '.size',
      'é',
    ],
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'i', '__proto__'), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(text, values, (body, given) => {
      try {
        expect(typeof renderContent(contentOf(body), none, given as Values)).toBe('string');
      } catch (error) {
        if (!(error instanceof AppError) || !error.code.startsWith('prompts.')) throw error;
      }
    }),
    { numRuns: 1_000 },
  );
});
