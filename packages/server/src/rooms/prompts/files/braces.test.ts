import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderContent } from '../templates/render.ts';
import { liquidOf, liquidOfFString } from './braces.ts';

const filled = (liquid: string, variables: { [name: string]: string } = {}): unknown =>
  renderContent(
    { body: liquid, variables: { type: 'object' } },
    new Map([
      ['tone@2', 'Be kind.'],
      ['tone@production', 'Be kind.'],
    ]),
    variables,
  );

describe('double braces', () => {
  test.each([
    ['Hi {{name}}!', '{{ name }}', ['name']],
    ['{{ a }}{{a}}{{b_1}}', '{{ a }}{{ a }}{{ b_1 }}', ['a', 'b_1']],
  ])('%s', (text, part, used) => {
    const names = new Set<string>();
    expect(liquidOf(text, names)).toContain(part);
    expect([...names]).toEqual(used);
  });

  test.each([
    '{{1}}',
    '{{ a.b }}',
    '{{#if x}}',
    '{% if x %}',
    '{{',
    '{{{',
    '{ "json": {} }',
    '}} %}',
    '{{ not closed',
    '{{{name}}}',
    '{%{{a b}}%}',
  ])('%s stays what it is', (text) => {
    expect(filled(liquidOf(text, new Set()), { name: '{name}' })).toBe(text.replace('{{name}}', '{name}'));
  });

  test('a text without variables comes out as it went in, whatever it holds', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '%', ' ', '1', '"', '\n', '-', '#', '@'), maxLength: 30 });
    fc.assert(
      fc.property(text, (one) => {
        expect(filled(liquidOf(one, new Set()))).toBe(one);
      }),
      { numRuns: 500 },
    );
  });

  test('references become ours, at a version, a label, or production', () => {
    const text =
      '@@@langfusePrompt:name=tone|version=2@@@ @@@langfusePrompt:name=tone|label=production@@@ @@@langfusePrompt:name=tone@@@';
    const liquid = liquidOf(text, new Set());
    expect(liquid).toBe('{% prompt "tone@2" %} {% prompt "tone@production" %} {% prompt "tone@production" %}');
    expect(filled(liquid)).toBe('Be kind. Be kind. Be kind.');
    expect(liquidOf('@@@langfusePrompt:version=1@@@', new Set())).toBe('@@@langfusePrompt:version=1@@@');
  });
});

describe('f-strings', () => {
  test.each([
    ['Hi {name}', 'Hi Ada'],
    ['{{literal}} {name}', '{literal} Ada'],
    ['{name!r} {name:>10}', 'Ada Ada'],
    ['{{{name}}}', '{Ada}'],
    ['{{"a": {{}}}}', '{"a": {}}'],
    ['100% {% x', '100% {% x'],
  ])('%s', (text, out) => {
    expect(filled(liquidOfFString(text, new Set()), { name: 'Ada' })).toBe(out);
  });

  test('doubled braces are braces, whatever stands between', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', '{', '}', '%', ' ', '"'), maxLength: 20 });
    fc.assert(
      fc.property(plain, (one) => {
        const doubled = one.replaceAll('{', '{{').replaceAll('}', '}}');
        expect(filled(liquidOfFString(doubled, new Set()))).toBe(one);
      }),
      { numRuns: 500 },
    );
  });
});
