import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TemplateProblem } from './problem.ts';
import { piecesOf } from './tokens.ts';

/** Pieces in short: text as it is, outputs and tags marked. */
const short = (template: string): string[] =>
  piecesOf(template).map((piece) =>
    piece.kind === 'text' ? piece.text : piece.kind === 'output' ? `=${piece.text}` : `%${piece.name}|${piece.text}`,
  );

describe('a template falls into', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['text', ['text']],
    ['{ one } % {', ['{ one } % {']],
    ['a{{ b }}c', ['a', '=b', 'c']],
    ['{{b}}{{c}}', ['=b', '=c']],
    ['{% if a %}b{% endif %}', ['%if|a', 'b', '%endif|']],
    ['{%if a%}', ['%if|a']],
    ['{% # said to nobody %}', ['%#|said to nobody']],
    ['{%%}', ['%|']],
    ['{{ "}}" }}x', ['="}}"', 'x']],
    [`{{ '}}' | append: "}}" }}`, [`='}}' | append: "}}"`]],
    ['{{ "a\\"}}" }}', ['="a\\"}}"']],
    ['{{ }}', ['=']],
    ['{% assign x = "%" %}', ['%assign|x = "%"']],
    ['👩‍🚀{{ a }}é', ['👩‍🚀', '=a', 'é']],
  ])('%j', (template, pieces) => expect(short(template)).toEqual(pieces));
});

describe('dashes', () => {
  test.each<[string, string[]]>([
    ['a  {{- b }}  c', ['a', '=b', '  c']],
    ['a  {{ b -}}  c', ['a  ', '=b', 'c']],
    ['a \n {%- if b -%} \n c', ['a', '%if|b', 'c']],
    ['{{- b -}}', ['=b']],
    ['  {{- b -}}  ', ['', '=b', '']],
    ['{{ 1 - 2 }} x', ['=1 - 2', ' x']],
    ['a {{-}} b', ['a', '=', ' b']],
    ['a {{ b -}} {{- c }} d', ['a ', '=b', '', '=c', ' d']],
  ])('in %j trim the side they stand on', (template, pieces) => expect(short(template)).toEqual(pieces));
});

describe('raw', () => {
  test.each<[string, string[]]>([
    ['{% raw %}{{ a }}{% if %}{% endraw %}b', ['%raw|', '{{ a }}{% if %}', '%endraw|', 'b']],
    ['{% raw %}{% endraw %}', ['%raw|', '%endraw|']],
    ['{% raw -%}  a  {% endraw %}', ['%raw|', '  a  ', '%endraw|']],
    ['{% raw %} a {% endraw -%}  b', ['%raw|', ' a ', '%endraw|', 'b']],
    ['{% raw %}{% endrawer %}{%endraw%}', ['%raw|', '{% endrawer %}', '%endraw|']],
    ['{% raw %}{{ open{% endraw %}', ['%raw|', '{{ open', '%endraw|']],
  ])('keeps %j', (template, pieces) => expect(short(template)).toEqual(pieces));
});

describe('what is not closed is said with its beginning', () => {
  test.each([
    ['a {{ b', '{{ b is not closed'],
    ['{{ "b }}', '{{ "b }} is not closed'],
    [`{{ 'b\\' }}`, 'is not closed'],
    ['{% if a', '{% if a is not closed'],
    ['{% raw %}a', 'raw is not closed'],
    // As LiquidJS has it: only a tag without a dash ends it.
    ['{% raw %}a{%- endraw %}', 'raw is not closed'],
    [`{{ ${'x'.repeat(99)}`, `{{ ${'x'.repeat(37)} is not closed`],
  ])('%j', (template, why) => {
    expect(() => piecesOf(template)).toThrow(TemplateProblem);
    expect(() => piecesOf(template)).toThrow(why);
  });
});

test('text without braces is one piece, as it is', () => {
  const plain = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\{[{%]/.test(text));
  fc.assert(fc.property(plain, (text) => void expect(piecesOf(text)).toEqual([{ kind: 'text', text }])));
});

test('nothing that stands between pieces is lost', () => {
  const piece = fc.constantFrom('{{ a }}', '{% b %}', 'text', ' ', '{', '}', '\n', '%}');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const template = pieces.join('');
      let read: string[];
      try {
        read = piecesOf(template).map((one) =>
          one.kind === 'text' ? one.text : one.kind === 'output' ? `{{ ${one.text} }}` : `{% ${one.name} %}`,
        );
      } catch {
        return;
      }
      if (!/\{[{%](?! [ab] )/.test(template)) expect(read.join('')).toBe(template);
    }),
  );
});
