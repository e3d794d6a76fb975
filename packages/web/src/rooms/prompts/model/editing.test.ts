import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOfEditing, editingOf, emptyContent, isMessage, moved } from './editing.ts';
import { aContent } from './prompts.fixture.ts';

const back = (content: Parameters<typeof editingOf>[0]) => contentOfEditing(editingOf(content)).content;

describe('what goes into the fields comes out of them', () => {
  test.each([
    ['a chat', aContent()],
    ['a text', aContent({ body: 'Hello {{ name }}.' })],
    ['an empty one', emptyContent('text')],
    ['an empty chat', emptyContent('chat')],
    ['with an output schema', aContent({ outputSchema: { type: 'object', properties: { ok: { type: 'boolean' } } } })],
    ['with variables beyond rows', aContent({ variables: { type: 'object', properties: {}, minProperties: 1 } })],
    [
      'with tools and a choice',
      aContent({
        settings: {
          ...{ models: ['a', 'b'], parameters: {}, toolChoice: 'lookup' },
          tools: [{ name: 'lookup', description: 'Finds.', inputSchema: { type: 'object' } }],
        },
      }),
    ],
  ])('%s', (_, content) => {
    expect(back(content)).toEqual(content);
  });

  test('any body, any parameters', () => {
    const message = fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: fc.string() });
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.array(message, { maxLength: 5 })),
        fc.dictionary(
          fc.string({ minLength: 1 }),
          fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
        ),
        (body, parameters) => {
          const content = aContent({ body, settings: { models: [], parameters, tools: [] } });
          // JSON has no -0 and no prototype: what it keeps is what counts.
          expect(JSON.stringify(back(content))).toBe(JSON.stringify(content));
        },
      ),
    );
  });
});

describe('what is half written', () => {
  const editing = editingOf(aContent());

  test.each([
    ['parameters', 'settings.parameters', '{ "temperature": ', 'This cannot be read as JSON.'],
    ['parameters', 'settings.parameters', '[1]', 'It must be a JSON object.'],
    ['tools', 'settings.tools', '{}', 'It must be a JSON list.'],
    ['outputSchema', 'outputSchema', 'null', 'It must be a JSON object.'],
    ['outputSchema', 'outputSchema', '"text"', 'It must be a JSON object.'],
  ] as const)('%s at %s: %s', (field, path, text, sentence) => {
    const read = contentOfEditing({ ...editing, [field]: text });
    expect(read.content).toBeNull();
    expect(read.problems).toMatchObject([{ severity: 'error', code: 'json', path, sentence }]);
  });

  test('every field that cannot be read is named, not only the first', () => {
    const read = contentOfEditing({ ...editing, parameters: '{', tools: '[', outputSchema: '}' });
    expect(read.problems.map((one) => one.path)).toEqual(['settings.parameters', 'settings.tools', 'outputSchema']);
  });

  test('where the engine tells the position, its line is told', () => {
    const [problem] = contentOfEditing({ ...editing, parameters: '{\n  "a": 1,\n  b: 2\n}' }).problems;
    expect(problem!.line).toBe(3);
  });

  test('variables as text are read as JSON too', () => {
    const asText = { ...editing, variables: null, variablesText: '{ "type": "object", "minProperties": 1 }' };
    expect(contentOfEditing(asText).content?.variables).toEqual({ type: 'object', minProperties: 1 });
    expect(contentOfEditing({ ...asText, variablesText: '{' }).problems).toMatchObject([{ path: 'variables' }]);
  });

  test('empty fields mean none of it', () => {
    const read = contentOfEditing({ ...editing, parameters: ' ', tools: '', outputSchema: '\n', models: ' , ,' });
    expect(read.content).toMatchObject({ settings: { models: [], parameters: {}, tools: [] }, outputSchema: null });
  });

  test('models are separated by commas and keep their order', () => {
    expect(contentOfEditing({ ...editing, models: 'b , a,, c ' }).content?.settings.models).toEqual(['b', 'a', 'c']);
  });

  test('a tool choice of spaces is none', () => {
    expect(contentOfEditing({ ...editing, toolChoice: '  ' }).content?.settings).not.toHaveProperty('toolChoice');
    expect(contentOfEditing({ ...editing, toolChoice: ' auto ' }).content?.settings.toolChoice).toBe('auto');
  });
});

describe('messages change places', () => {
  const messages = [{ placeholder: 'a' }, { placeholder: 'b' }, { placeholder: 'c' }];
  const names = (from: number, by: number) =>
    moved(messages, from, by).map((one) => 'placeholder' in one && one.placeholder);

  test.each([
    [0, 1, ['b', 'a', 'c']],
    [2, -1, ['a', 'c', 'b']],
    [0, 2, ['b', 'c', 'a']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
    [9, 1, ['a', 'b', 'c']],
  ])('message %i by %i', (from, by, order) => {
    expect(names(from, by)).toEqual(order);
    expect(messages.map((one) => one.placeholder)).toEqual(['a', 'b', 'c']);
  });

  test('a place for later is no message', () => {
    expect([isMessage({ placeholder: 'a' }), isMessage({ role: 'user', content: '' })]).toEqual([false, true]);
  });
});
