import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectorOf } from './inspect.ts';

const inspectTemplate = (text: string, sources: ReadonlyMap<string, string> | null = null) =>
  inspectorOf(sources)(text);

const names = (text: string, sources: ReadonlyMap<string, string> | null = null): string[] =>
  inspectTemplate(text, sources)
    .variables.map((one) => one.name)
    .sort();

describe('variables', () => {
  test.each([
    ['{{ a }} {{ b.c }} {{ d["e"] }}', ['a', 'b', 'd']],
    ['{% if a == b %}{{ c }}{% endif %}', ['a', 'b', 'c']],
    ['{% for x in xs %}{{ x.y }}{{ forloop.index }}{% endfor %}', ['xs']],
    ['{% assign a = b %}{{ a }}', ['b']],
    ['{{ a | default: b | append: c }}', ['a', 'b', 'c']],
    ['{% raw %}{{ a }}{% endraw %}', []],
    ['{{ "a" }} {{ 1 }} {{ true }}', []],
    ['{% case a %}{% when b %}{% endcase %}', ['a', 'b']],
  ])('%s', (text, used) => {
    expect(names(text)).toEqual(used);
  });

  test('with the line of the first use', () => {
    expect(inspectTemplate('one\n{{ a }}\n{{ b }}{{ a }}').variables).toEqual([
      { name: 'a', line: 2 },
      { name: 'b', line: 3 },
    ]);
  });

  test('those of references count where their texts are known, each text once', () => {
    const sources = new Map([
      ['tone@1', '{{ mood }}{% prompt "end@2" %}{% prompt "end@2" %}'],
      ['end@2', '{{ name }}'],
    ]);
    expect(names('{{ a }}{% prompt "tone@1" %}')).toEqual(['a']);
    expect(names('{{ a }}{% prompt "tone@1" %}{% prompt "end@2" %}', sources)).toEqual(['a', 'mood', 'name']);
  });
});

describe('references', () => {
  test('each once, wherever they stand', () => {
    const text = `{% prompt "a@1" %}{% if x %}{% prompt 'b/c d@production' %}{% endif %}{% prompt "a@1" %}`;
    expect(inspectTemplate(text).references).toEqual([
      { name: 'a', at: '1' },
      { name: 'b/c d', at: 'production' },
    ]);
  });

  test.each(['{% prompt a@1 %}', '{% prompt "a" %}', '{% prompt %}', '{% prompt "a@1" extra %}', '{% prompt "a@" %}'])(
    '%s is told how to write it',
    (text) => {
      expect(inspectTemplate(text).refusal?.sentence).toContain('a reference is written');
    },
  );
});

describe('what cannot be read', () => {
  test.each([
    ['{{ a', 1, 'not closed'],
    ['\n\n{% if a %}', 3, 'not closed'],
    ['x\n{% nope %}', 2, 'tag "nope" not found'],
    ['x\n{% policy "refunds/limit" %}', 2, 'policy clauses cannot be referred to yet: this Signalbox has no policies'],
    ['{{ a | nope }}', 1, 'undefined filter: nope'],
  ])('%j is refused in line %i', (text, line, why) => {
    const { refusal } = inspectTemplate(text);
    expect(refusal).toMatchObject({ line });
    expect(refusal!.sentence).toContain(why);
    expect(refusal!.sentence).not.toContain('\n');
  });

  test('ten thousand ifs inside each other are refused, not followed to the end of the stack', () => {
    const deep = `${'{% if a %}'.repeat(10_000)}x${'{% endif %}'.repeat(10_000)}`;
    expect(inspectTemplate(deep).refusal?.sentence).toMatch(/nested too deeply|too many tags/);
  });

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '%', '|', ' ', 'a', '"', '@', '\n'), maxLength: 40 }),
        (text) => {
          expect(Array.isArray(inspectTemplate(text).variables)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('of several templates each is told its own, and what they share is read once', () => {
  const sources = new Map([['tone@1', '{{ mood }}']]);
  const inspect = inspectorOf(sources);
  const [first, second] = [inspect('{{ a }}{% prompt "tone@1" %}'), inspect('{{ b }}{% prompt "tone@1" %}')];
  expect(first.variables.map((one) => one.name)).toEqual(['a', 'mood']);
  expect(second.variables.map((one) => one.name)).toEqual(['b']);
  expect(second.references).toEqual([{ name: 'tone', at: '1' }]);
});

test('two hundred messages that lead to a megabyte are told in time', () => {
  const sources = new Map(
    Array.from({ length: 10 }, (_, n) => [`big${n}@1`, `{{ v${n} }} `.repeat(100) + 'word '.repeat(19_000)]),
  );
  const text = [...sources.keys()].map((key) => `{% prompt "${key}" %}`).join('');
  const inspect = inspectorOf(sources);
  const began = performance.now();
  const names = Array.from({ length: 200 }, () => inspect(text)).flatMap((one) =>
    one.variables.map((used) => used.name),
  );
  expect(names).toHaveLength(10);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a text with very many tags is refused before it is read', () => {
  const began = performance.now();
  expect(inspectTemplate('{{ a }} '.repeat(25_000)).refusal?.sentence).toContain('too many tags');
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(inspectTemplate('{{ a }} '.repeat(2_000)).refusal).toBeNull();
});
