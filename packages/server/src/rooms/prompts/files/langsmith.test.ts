import { describe, expect, test } from 'vitest';
import { isUnread } from './item.ts';
import { readLangsmith } from './langsmith.ts';

const lc = (kind: string, kwargs: object) => ({
  ...{ lc: 1, type: 'constructor', id: ['langchain_core', 'prompts', kind], kwargs },
});
const template = (text: string, format?: string) =>
  lc('PromptTemplate', { template: text, input_variables: [], ...(format && { template_format: format }) });
const message = (kind: string, text: string, format?: string) => lc(kind, { prompt: template(text, format) });
const read = (value: unknown) => readLangsmith({ path: 'hub/refund.json', text: JSON.stringify(value) });
const problemOf = (value: unknown): string => {
  const [one] = read(value);
  return one !== undefined && isUnread(one) ? one.problem : '';
};

const chat = lc('ChatPromptTemplate', {
  messages: [
    message('SystemMessagePromptTemplate', 'For {who}: {{json}}'),
    lc('MessagesPlaceholder', { variable_name: 'history' }),
    message('HumanMessagePromptTemplate', '{{q}}', 'mustache'),
    lc('AIMessage', { content: 'I {{never}} fill {% in %}' }),
  ],
});

describe('manifests', () => {
  test('a chat, in both ways of writing variables', () => {
    expect(
      read({ repo_handle: 'refund-bot', commit_hash: '0123456789abcdef', manifest: chat, tags: ['prod', 'latest'] }),
    ).toEqual([
      {
        ...{
          source: 'hub/refund.json',
          name: 'refund-bot',
          labels: ['prod'],
          message: 'LangSmith commit 0123456789ab',
        },
        content: {
          body: [
            { role: 'system', content: 'For {{ who }}: {{ "{" }}json}' },
            { placeholder: 'history' },
            { role: 'user', content: '{{ q }}' },
            { role: 'assistant', content: 'I {{ "{{" }}never}} fill {{ "{%" }} in %}' },
          ],
          variables: {
            type: 'object',
            properties: {
              who: { type: ['string', 'number', 'boolean'] },
              q: { type: ['string', 'number', 'boolean'] },
            },
            required: ['who', 'q'],
          },
          settings: { models: [], parameters: {}, tools: [] },
          outputSchema: null,
        },
      },
    ]);
  });

  test('a text, and the prompt of a sequence with a model behind it', () => {
    expect(read({ name: 'a', manifest: template('Hi {x}') })[0]).toMatchObject({ content: { body: 'Hi {{ x }}' } });
    const sequence = lc('RunnableSequence', { first: chat, last: lc('ChatOpenAI', {}) });
    expect(read({ manifest: sequence })[0]).toMatchObject({ name: 'refund', content: { body: { length: 4 } } });
  });

  test('commits of one prompt, oldest first', () => {
    const commits = ['aaa', 'bbb'].map((commit_hash) => ({ commit_hash, manifest: template(commit_hash) }));
    const found = read({ repo_handle: 'r', commits });
    expect(found.map((one) => [one.name, one.source])).toEqual([
      ['r', 'hub/refund.json#1'],
      ['r', 'hub/refund.json#2'],
    ]);
  });
});

describe('what cannot be taken over is told', () => {
  test.each([
    [{ manifest: lc('ChatOpenAI', {}) }, 'A ChatOpenAI is no prompt.'],
    [{ manifest: { template: 'x' } }, 'not one that LangChain serialised'],
    [{}, 'manifest'],
    [{ manifest: lc('ChatPromptTemplate', { messages: [lc('ImagePromptTemplate', {})] }) }, 'ImagePromptTemplate'],
    [{ manifest: template('{{#each x}}', 'mustache') }, 'Mustache sections'],
    [7, 'expected object'],
  ])('%j', (value, why) => {
    expect(problemOf(value)).toContain(why);
  });

  test('also what is no JSON', () => {
    expect(readLangsmith({ path: 'a', text: 'x' }).every(isUnread)).toBe(true);
  });
});
