import { describe, expect, test } from 'vitest';
import { isUnread } from './item.ts';
import { readLangfuse } from './langfuse.ts';

const read = (value: unknown) => readLangfuse({ path: 'langfuse.json', text: JSON.stringify(value) });
const text = {
  name: 'support/refund',
  version: 2,
  type: 'text',
  prompt: 'Hi {{name}}',
  labels: ['production', 'latest'],
};

describe('the API’s shape', () => {
  test('a text prompt', () => {
    expect(
      read({
        ...text,
        config: { model: 'gpt-4o', temperature: 0.2 },
        tags: ['Customer Care'],
        commitMessage: 'softer',
      }),
    ).toEqual([
      {
        ...{ source: 'langfuse.json', name: 'support/refund', folder: 'support', tags: ['customer-care'] },
        ...{ labels: ['production'], message: 'softer' },
        content: {
          body: 'Hi {{ name }}',
          variables: {
            type: 'object',
            properties: { name: { type: ['string', 'number', 'boolean'] } },
            required: ['name'],
          },
          settings: { models: ['gpt-4o'], parameters: { temperature: 0.2 }, tools: [] },
          outputSchema: null,
        },
      },
    ]);
  });

  test('a chat, with a placeholder and roles of other names', () => {
    const prompt = [
      { type: 'chatmessage', role: 'System', content: 'For {{who}}' },
      { type: 'placeholder', name: 'history' },
      { role: 'human', content: '{{q}}' },
    ];
    const [item] = read({ name: 'chat', type: 'chat', prompt });
    expect(item).toMatchObject({
      message: 'Langfuse version 1',
      content: {
        body: [
          { role: 'system', content: 'For {{ who }}' },
          { placeholder: 'history' },
          { role: 'user', content: '{{ q }}' },
        ],
        variables: { required: ['who', 'q'] },
      },
    });
  });

  test('tools and an output schema as OpenAI has them', () => {
    const tool = {
      type: 'function',
      function: { name: 'refund', description: 'Pays', parameters: { type: 'object' } },
    };
    const config = {
      tools: [tool],
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
      max_tokens: 5,
    };
    expect(read({ ...text, config })[0]).toMatchObject({
      content: {
        settings: {
          tools: [{ name: 'refund', description: 'Pays', inputSchema: { type: 'object' } }],
          parameters: { max_tokens: 5 },
        },
        outputSchema: { type: 'object' },
      },
    });
    const odd = read({ ...text, config: { tools: 'all', response_format: 'text' } })[0];
    expect(odd).toMatchObject({ content: { settings: { parameters: { tools: 'all', response_format: 'text' } } } });
  });

  test.each([[null], [undefined], ['text'], [[]]])('a config of %j is none', (config) => {
    expect(read({ ...text, config })[0]).toMatchObject({ content: { settings: { models: [] } } });
  });
});

describe('lists', () => {
  test('versions come in their order, whether a list or a page', () => {
    const versions = [3, 1, 2].map((version) => ({ ...text, version, commitMessage: null }));
    for (const value of [versions, { data: versions, meta: {} }])
      expect(read(value).map((one) => (isUnread(one) ? one.problem : one.message))).toEqual([
        ...['Langfuse version 1', 'Langfuse version 2', 'Langfuse version 3'],
      ]);
  });

  test('what does not fit is told with its place, the rest is read', () => {
    const found = read([
      text,
      { version: 1 },
      { ...text, name: 'bad', type: 'chat', prompt: [{ role: 'robot', content: 'x' }] },
    ]);
    expect(found.filter(isUnread).map((one) => [one.source, one.name])).toEqual([
      ['langfuse.json#2', null],
      ['langfuse.json#3', 'bad'],
    ]);
    expect(found.filter((one) => !isUnread(one))).toHaveLength(1);
  });

  test('what is no JSON is told', () => {
    expect(readLangfuse({ path: 'a', text: '{' })).toEqual([{ source: 'a', name: null, problem: 'It is not JSON.' }]);
    expect(read(null).every(isUnread)).toBe(true);
    expect(read({ ...text, prompt: 7 }).every(isUnread)).toBe(true);
    expect(read({ ...text, type: 'chat', prompt: 'x' }).every(isUnread)).toBe(true);
  });
});
