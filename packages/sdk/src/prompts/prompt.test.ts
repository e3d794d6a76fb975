import { describe, expect, test } from 'vitest';
import { renderContent } from '../../../server/src/rooms/prompts/templates/render.ts';
import type { DeliveredPrompt, PromptBody } from '../delivery/release.ts';
import { promptOf } from './prompt.ts';

const content = (body: PromptBody, more: object = {}) => ({
  body,
  variables: { type: 'object' },
  settings: {},
  ...more,
});
const prompt = (slot: string, body: PromptBody | null, more: object = {}): DeliveredPrompt => ({
  ...{ slot, prompt: `folder/${slot}`, version: 3, digest: 'd', content: body === null ? null : content(body, more) },
});
const release = (...prompts: DeliveredPrompt[]) => ({ version: '1.2.0', prompts });
const chat = [
  { role: 'system', content: 'For {{ who }}' },
  { placeholder: 'history' },
  { role: 'user', content: '{{ question }}' },
];

describe('a prompt of the release', () => {
  test('by its slot, else by its name, with what its author set', () => {
    const settings = { models: ['gpt-5-mini'], parameters: { temperature: 0.2 } };
    const it = release(prompt('system', 'Hello {{ name }}.', { settings }), prompt('folder/system', 'Another.'));
    expect(promptOf(it, 'system', { name: 'Ada' })).toEqual({
      ...{ slot: 'system', name: 'folder/system', version: 3, text: 'Hello Ada.', settings },
      messages: [{ role: 'system', content: 'Hello Ada.' }],
    });
    expect(promptOf(it, 'folder/system', {}).text).toBe('Another.');
    expect(promptOf(release(prompt('a', 'By name.')), 'folder/a', {}).text).toBe('By name.');
  });

  test('as messages, as the server renders them', () => {
    const history = [
      { role: 'user', content: 'Hi {{ who }}' },
      { role: 'assistant', content: 'Yes?' },
    ];
    const values = { who: 'Ada', question: 'Why?', history };
    const { messages, text } = promptOf(release(prompt('chat', chat)), 'chat', values);
    const body = chat as Parameters<typeof renderContent>[0]['body'];
    expect(messages).toEqual(renderContent({ body, variables: { type: 'object' } }, new Map(), values));
    expect(text).toBe('For Ada\n\nHi {{ who }}\n\nYes?\n\nWhy?');
    expect(promptOf(release(prompt('chat', chat)), 'chat', { who: 'Ada', question: '' }).messages).toHaveLength(2);
  });

  test('with the texts it refers to', () => {
    const refers = { ...prompt('a', 'X {% prompt "tone@2" %}'), texts: { 'tone@2': 'be {{ mood }}' } };
    expect(promptOf(release(refers), 'a', { mood: 'kind' }).text).toBe('X be kind');
  });
});

describe('says what it cannot', () => {
  test.each([
    [
      'no such slot',
      'other',
      {},
      'no_prompt',
      'Release 1.2.0 has no prompt "other"; it has "system", "kept elsewhere", "chat".',
    ],
    [
      'a text that is not here',
      'kept elsewhere',
      {},
      'no_prompt',
      'The text of folder/kept elsewhere version 3 is not kept in Signalbox.',
    ],
    [
      'a variable that is not given',
      'system',
      {},
      'not_rendered',
      'folder/system version 3 cannot be rendered: undefined variable: name.',
    ],
    [
      'no messages',
      'chat',
      { who: '', question: '', history: 'x' },
      'variables_unfit',
      'variables.history must be a list of { role, content }.',
    ],
    [
      'half messages',
      'chat',
      { who: '', question: '', history: [null] },
      'variables_unfit',
      'variables.history must be',
    ],
  ])('%s', (_, slot, values, code, message) => {
    const it = release(prompt('system', '{{ name }}'), prompt('kept elsewhere', null), prompt('chat', chat));
    expect(() => promptOf(it, slot, values)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test('a release without prompts', () => {
    expect(() => promptOf(release(), 'system', {})).toThrow('it has none');
  });
});
