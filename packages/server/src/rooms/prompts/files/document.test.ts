import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../world.fixture.ts';
import { readDocument, writeDocument } from './document.ts';
import type { Item } from './item.ts';

const read = (path: string, text: string) => readDocument({ path, text });

describe('Markdown', () => {
  test('front matter and the text below it', () => {
    const text = [
      '---',
      'name: refund',
      'folder: support',
      'tags: [a]',
      'labels: [production]',
      'message: Softer',
      '---',
      'Hi',
      '',
    ];
    expect(read('x.md', text.join('\n'))).toMatchObject({
      ...{ source: 'x.md', name: 'refund', folder: 'support', tags: ['a'], labels: ['production'], message: 'Softer' },
      content: { body: 'Hi', settings: { models: [] }, outputSchema: null },
    });
  });

  test('what it does not name comes from its path', () => {
    expect(read('support/eu/refund.md', '---\n---\nHi\n')).toMatchObject({ name: 'refund', folder: 'support/eu' });
    expect(read('.\\support\\refund.md', '---\r\n---\r\nHi\r\nyou')).toMatchObject({
      ...{ folder: 'support', content: { body: 'Hi\nyou' } },
    });
  });

  test('a line of dashes in the text is text', () => {
    expect(read('a.md', '---\nname: a\n---\none\n---\ntwo\n')).toMatchObject({ content: { body: 'one\n---\ntwo' } });
  });

  test.each([
    ['Hello', 'It has no front matter'],
    ['---\nname: [\n---\nx', 'The YAML cannot be read'],
    ['---\nbody: x\n---\nx', '"body" stands below'],
    ['---\nnmae: x\n---\nx', 'nmae'],
    ['---\nname: "../../etc/passwd"\n---\nx', 'name'],
    ['---\nfolder: "../x"\n---\nx', 'folder'],
    ['---\nlabels: [latest]\n---\nx', 'latest always means'],
    ['---\nvariables: [1]\n---\nx', 'content.variables'],
  ])('%j is told what is wrong', (text, why) => {
    expect((read('a.md', text) as { problem: string }).problem).toContain(why);
  });
});

describe('YAML', () => {
  test('chats and texts', () => {
    const chat = 'body:\n  - { role: system, content: Hi }\n  - placeholder: history\n';
    expect(read('a.yaml', chat)).toMatchObject({
      content: { body: [{ role: 'system', content: 'Hi' }, { placeholder: 'history' }] },
    });
    expect(read('a.yml', 'body: |\n  one\n  two\n')).toMatchObject({ content: { body: 'one\ntwo\n' } });
  });

  test('a bomb of aliases does not go off', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefgh'].map((one, at) => `${one}: &${one} [${`*${'abcdefg'[at]},`.repeat(9)}]`),
    ];
    expect(read('a.yaml', bomb.join('\n'))).toMatchObject({ problem: expect.stringContaining('YAML') as string });
  });

  test('numbers that JSON does not have are nothing', () => {
    const text = 'body: x\nsettings: { parameters: { temperature: .nan } }\n';
    expect(read('a.yaml', text)).toMatchObject({ content: { settings: { parameters: { temperature: null } } } });
  });
});

describe('there and back', () => {
  const word = fc.constantFrom(
    'Hi',
    '{{ name }}',
    '---',
    '\n',
    ' ',
    'é: "x"',
    '# h',
    "'",
    '- a',
    '\t',
    '|',
    '{% if a %}',
  );
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
  const body = fc.oneof(
    text,
    fc.array(fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: text }), { maxLength: 3 }),
  );
  const item = fc.record({
    name: fc.constantFrom('refund', 'a b', 'x/y', 'Größe 2'),
    folder: fc.constantFrom('', 'support', 'support/eu west'),
    tags: fc.constantFrom<string[]>([], ['a', 'b-1']),
    labels: fc.constantFrom<string[]>([], ['production']),
    message: text,
    body,
    parameters: fc.dictionary(fc.constantFrom('temperature', 'stop', '__proto__'), fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 2,
    }),
  });

  test('what is written is read as the same', () => {
    fc.assert(
      fc.property(item, ({ body: content, parameters, ...rest }) => {
        const own = JSON.parse(JSON.stringify(parameters)) as object;
        const before = {
          ...rest,
          content: contentOf(content, { settings: { parameters: own }, outputSchema: { type: 'object' } }),
        };
        const file = writeDocument({ ...before, version: 3 });
        const { source, ...after } = readDocument(file) as Item;
        expect(source).toBe(file.path);
        expect(after).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  test('paths say where it stands and leave no place', () => {
    const at = (name: string, folder: string, content: unknown = 'x') =>
      writeDocument({ name, folder, tags: [], labels: [], message: '', version: 1, content: contentOf(content) }).path;
    expect(at('refund', 'support/eu')).toBe('support/eu/refund.md');
    expect(at('support/refund', 'support')).toBe('support/refund.md');
    expect(at('a:b', '', [])).toBe('a-b.yaml');
  });
});
