import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../server/src/rooms/prompts/contract.ts';
import { renderContent } from '../../../server/src/rooms/prompts/templates/render.ts';
import { TemplateProblem } from './problem.ts';
import { render } from './render.ts';

type Values = { [name: string]: JsonValue };
const texts = { 'tone@2': 'Be {{ mood }}.{% prompt "end@1" %}', 'end@1': ' Bye.' };
const here = (template: string, values: Values = {}): string => render(template, { values, texts });
const onServer = (template: string, values: Values = {}): string =>
  renderContent({ body: template, variables: { type: 'object' } }, new Map(Object.entries(texts)), values) as string;

const values: Values = {
  ...{
    name: 'Ada',
    n: 7,
    price: 2.5,
    yes: true,
    no: false,
    nothing: null,
    empty_text: '',
    blank_text: '  ',
    mood: 'kind',
  },
  list: ['b', 'a', 'c', 'a'],
  none: [],
  orders: [
    { id: 1, total: 9.5, tags: ['x', 'y'] },
    { id: 2, total: null, tags: [] },
  ],
  user: { name: 'Grace', size: 3, address: { city: 'Linz' } },
  plain: { a: 1, b: 2 },
  odd: `<a href="x">'é' & 👩‍🚀</a>`,
};

describe('the same as the server', () => {
  test.each([
    ...[
      'plain text',
      '',
      '{{ name }}',
      '{{name}}',
      '{{ "a{{b" }}',
      `{{ 'it''s' }}`.replace("''", '\\u0041'),
      '{{ 1.50 }}',
      '{{ -3 }}',
    ],
    ...[
      '{{ nothing }}',
      '{{ yes }}',
      '{{ list }}',
      '{{ user.address.city }}',
      '{{ user["name"] }}',
      '{{ list[0] }}',
      '{{ list[-1] }}',
    ],
    ...[
      '{{ list.size }}',
      '{{ list.first }}{{ list.last }}',
      '{{ user.size }}',
      '{{ plain.size }}',
      '{{ name.size }}',
      '{{ name[0] }}',
    ],
    ...[
      '{{ orders[1].id }}',
      '{{ orders[0].tags[1] }}',
      '{{ plain }}',
      '{{ (1..4) }}',
      '{{ nothing.x }}',
      '{{ n == 7 }}',
    ],
    ...['{% if name == "Ada" %}a{% elsif yes %}b{% else %}c{% endif %}', '{% if gone %}a{% else %}b{% endif %}'],
    ...[
      '{% unless no %}a{% endunless %}',
      '{% unless yes %}a{% elsif name %}b{% else %}c{% endunless %}',
      '{% if n > 3 and no or yes %}a{% endif %}',
    ],
    ...[
      '{% if no and no or yes %}a{% else %}b{% endif %}',
      '{% if not no %}a{% endif %}',
      '{% if not n == 7 %}a{% else %}b{% endif %}',
    ],
    ...[
      '{% if list contains "a" %}a{% endif %}',
      '{% if name contains "d" %}a{% endif %}',
      '{% if none == empty %}a{% endif %}',
    ],
    ...[
      '{% if blank_text == blank %}a{% endif %}',
      '{% if empty_text %}a{% endif %}',
      '{% if nothing == nil %}a{% endif %}',
      '{% if gone == nil %}a{% endif %}',
    ],
    ...[
      '{% if 0 %}a{% endif %}',
      '{% if n != 7 %}a{% endif %}',
      '{% if "b" > "a" %}a{% endif %}',
      '{% if nothing < 1 %}a{% endif %}',
    ],
    ...[
      '{% for x in list %}{{ forloop.index }}{{ x }}{% unless forloop.last %},{% endunless %}{% endfor %}',
      '{% for x in none %}a{% else %}b{% endfor %}',
    ],
    ...[
      '{% for x in list limit:2 offset:1 %}{{ x }}{% endfor %}',
      '{% for x in list reversed limit: n %}{{ x }}{% endfor %}',
    ],
    ...[
      '{% for x in (1..3) %}{% for y in (1..x) %}{{ x }}{{ y }}{{ forloop.rindex0 }} {% endfor %}{% endfor %}',
      '{% for p in plain %}{{ p[0] }}={{ p[1] }};{% endfor %}',
    ],
    ...[
      '{% for x in list %}{% if x == "a" %}{% continue %}{% endif %}{{ x }}{% endfor %}',
      '{% for x in list %}{% if x == "a" %}{% break %}{% endif %}{{ x }}{% endfor %}z',
    ],
    ...[
      '{% for x in name %}[{{ x }}]{% endfor %}',
      '{% for x in nothing %}a{% else %}b{% endfor %}',
      '{% for o in orders %}{{ o.total }}|{% endfor %}',
    ],
    ...[
      '{% case n %}{% when 1, 7 %}a{% when 7 or 8 %}b{% else %}c{% endcase %}',
      '{% case name %}ignored{% when "x" %}a{% else %}c{% endcase %}',
    ],
    ...[
      '{% assign a = name | upcase %}{{ a }}',
      '{% assign a = gone %}[{{ a }}]',
      '{% capture c %}<{{ name }}>{% endcapture %}{{ c }}{{ c }}',
    ],
    ...[
      '{% for x in list %}{% assign last = x %}{% endfor %}{{ last }}',
      '{% assign name = "B" %}{{ name }}',
      '{% raw %}{{ kept }} {% if %}{% endraw %}!',
    ],
    ...[
      'a {%- if yes -%} b {%- endif -%} c',
      'a\n{{- name -}}\n\n b',
      '{% comment %}{{ gone }}{% endcomment %}x',
      '{% # a note %}x',
      ' {%- raw %} x {% endraw -%} y',
    ],
    ...[
      '{% prompt "tone@2" %}',
      `{%prompt 'end@1'%}{% prompt "end@1" %}`,
      '{{ "{%" }} {{ "}}" }}',
      '}} %} { {',
      '{{ list | size }}',
    ],
  ])('%j', (template) => {
    expect(here(template, values)).toBe(onServer(template, values));
  });

  test.each([
    ...[
      'upcase',
      'downcase',
      'capitalize',
      'strip',
      'lstrip',
      'rstrip',
      'squish',
      'escape',
      'size',
      'first',
      'last',
      'reverse',
      'join',
    ],
    ...[
      'abs',
      'ceil',
      'floor',
      'round',
      'round: 1',
      'plus: 2',
      'minus: 1.5',
      'times: 3',
      'divided_by: 2',
      'modulo: 3',
      'at_least: 5',
      'at_most: 5',
    ],
    ...[
      'append: "x"',
      'prepend: name',
      'default: "d"',
      'default: 1, allow_false: true',
      'split: "a"',
      'split: ""',
      'truncate: 5',
      'truncate: 6, "…"',
    ],
    ...[
      'truncatewords: 1',
      'truncatewords: 2, "-"',
      'replace: "a", "$&"',
      'replace_first: "a", "$&"',
      'replace_last: "a", "b"',
      'remove: "a"',
      'remove_first: "a"',
    ],
    ...[
      'remove_last: "a"',
      'slice: 1',
      'slice: 0, 3',
      'slice: -3, 2',
      'uniq',
      'compact',
      'concat: list',
      'map: "id" | join: "-"',
      'json',
      'json: 2',
      'url_encode',
    ],
    ...['newline_to_br', 'strip_newlines', 'join: ", "', 'divided_by: 2, true'],
  ])('| %s, of any value', (filter) => {
    for (const name of [...Object.keys(values), 'gone']) {
      const template = `[{{ ${name} | ${filter} }}]`;
      expect(
        outcome(() => here(template, values)),
        template,
      ).toBe(outcome(() => onServer(template, values)));
    }
  });

  const outcome = (make: () => string): string => {
    try {
      return make();
    } catch {
      return 'refused';
    }
  };

  test('whatever is put together: the same text, or a refusal', () => {
    const piece = fc.constantFrom(
      ...[
        '{{ name }}',
        '{{- n }}',
        '{{ list -}}',
        ' ',
        '\n',
        'word',
        '{% if yes %}',
        '{%- if no %}',
        '{% else %}',
        '{% endif -%}',
      ],
      ...[
        '{% for x in list %}',
        '{{ x }}',
        '{% endfor %}',
        '{% break %}',
        '{% assign x = n | plus: 1 %}',
        '{% capture y %}',
        '{% endcapture %}',
        '{{ y }}',
      ],
      ...[
        '{% case n %}',
        '{% when 7 %}',
        '{% endcase %}',
        '{% raw %}',
        '{% endraw %}',
        '{{ "a" | append: name }}',
        '{% comment %}',
        '{% endcomment %}',
        '{{ x | default: "d" }}',
      ],
    );
    let rendered = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const template = pieces.join('');
        let text: string;
        try {
          text = here(template, values);
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateProblem);
          return;
        }
        rendered++;
        expect(text).toBe(onServer(template, values));
      }),
      { numRuns: 2_000 },
    );
    expect(rendered).toBeGreaterThan(200);
  });

  test('whatever a value holds, it comes out as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (value) => void expect(here('[{{ x }}]', { x: value })).toBe(`[${value}]`),
      ),
    );
    expect(here('{{ x }}', { x: '{{ name }}{% raw %}' })).toBe('{{ name }}{% raw %}');
  });
});

describe('what it cannot, it says', () => {
  test.each([
    ['{{ gone }}', 'undefined variable: gone'],
    ['{{ user.gone.x }}', 'undefined variable: user.gone'],
    ['{{ user.constructor }}', 'undefined variable: user.constructor'],
    ['{{ __proto__ }}', 'undefined variable: __proto__'],
    ['{{ n | date: "%Y" }}', 'the filter "date" is not known to the SDK'],
    ['{% include "x" %}', 'the tag "include" is not known to the SDK'],
    ['{{ name', 'is not closed'],
    ['{% if yes', 'is not closed'],
    ['{% if yes %}', 'endif is missing'],
    ['{% endif %}', 'the tag "endif" is not known'],
    ['{% raw %}x', 'raw is not closed'],
    ['{{ }}', 'is no value'],
    ['{{ name name }}', 'is not understood here'],
    ['{{ (1..2 }}', 'does not close the range'],
    ['{{ list[0 }}', 'does not close "["'],
    ['{% for x list %}{% endfor %}', 'expected "for x in xs"'],
    ['{% for x in list cols:2 %}{% endfor %}', '"cols" is not known'],
    ['{% assign = 1 %}', 'expected a name and "="'],
    ['{% prompt "gone@1" %}', 'gone@1 did not come with the release'],
    ['{% prompt tone %}', 'a reference is written'],
    ['{% comment %}x', 'endcomment is missing'],
    [`${'{% if yes %}'.repeat(60)}x${'{% endif %}'.repeat(60)}`, 'nested too deeply'],
    ['{{ not not not '.padEnd(400, 'not ') + 'yes }}', 'nested too deeply'],
    ['{% for i in (1..1000000000) %}x{% endfor %}', 'a range of more than'],
    ['{% for i in (1..2000) %}{% for j in (1..2000) %}x{% endfor %}{% endfor %}', 'it '],
    ['{% for i in (1..3000) %}{{ big }}{% endfor %}', 'becomes longer than'],
  ])('%s', (template, why) => {
    expect(() => here(template, { ...values, big: 'x'.repeat(1_000) })).toThrow(why);
  });

  test('prompts that refer to each other in a circle', () => {
    const circle = { 'a@1': '{% prompt "b@1" %}', 'b@1': '{% prompt "a@1" %}' };
    expect(() => render('{% prompt "a@1" %}', { values: {}, texts: circle })).toThrow('refers to itself');
  });
});

describe('whatever stands there', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'{}%-|:,.()[]"\'= \n', 'a', '1', 'if', 'for', 'in', 'raw', 'end', 'é'),
    maxLength: 40,
  });

  test('it is rendered or refused in words; nothing else comes out', () => {
    fc.assert(
      fc.property(letters, (template) => {
        try {
          expect(typeof here(template, values)).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateProblem);
          expect((error as Error).message.length).toBeGreaterThan(5);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('what both render they render alike', () => {
    const inner = fc.string({
      unit: fc.constantFrom(...'.|:,[]"\' ', 'name', 'list', 'n', '0', 'size', 'upcase', 'join', '==', 'and'),
      maxLength: 8,
    });
    let both = 0;
    fc.assert(
      fc.property(inner, (text) => {
        const template = `{{ ${text} }}`;
        const attempts = [here, onServer].map((make) => {
          try {
            return make(template, values);
          } catch {
            return null;
          }
        });
        if (attempts.includes(null)) return;
        both++;
        expect(attempts[0]).toBe(attempts[1]);
      }),
      { numRuns: 5_000 },
    );
    expect(both).toBeGreaterThan(20);
  });

  test('a long template takes no longer than it must', () => {
    const began = performance.now();
    const text = here('{{ name }} {% if yes %}x{% endif %} '.repeat(5_000), values);
    expect(text.length).toBe('Ada x '.length * 5_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
