import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from '../../rooms/monitoring/model/assemble.ts';
import { agent, call } from '../../rooms/monitoring/model/spans.fixture.ts';
import { type Given, mapped } from './span.fixture.ts';

type Config = { model?: string; prompt?: string | null; tools?: readonly object[]; more?: Given };

const tool = (name: string, description = 'Looks it up.') => ({
  ...{ type: 'function', name, description },
  parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
});

function digest({
  model = 'gpt-5-mini',
  prompt = 'You are a clerk.',
  tools = [tool('find'), tool('book')],
  more = {},
}: Config) {
  const given: Given = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    ...(prompt === null ? {} : { 'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: prompt }]) }),
    'gen_ai.tool.definitions': JSON.stringify(tools),
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]),
    ...more,
  };
  return mapped(given).row.config_digest;
}

const base = digest({});

test('is 12 hex digits, on model calls only', () => {
  expect(base).toMatch(/^[0-9a-f]{12}$/);
  expect(mapped({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'find' }).row.config_digest).toBe('');
  expect(mapped({ 'gen_ai.operation.name': 'chat' }).row.config_digest).toBe('');
});

describe('is another one for', () => {
  test.each<[string, Config]>([
    ['another model', { model: 'gpt-5' }],
    ['another prompt', { prompt: 'You are a clerk. Be brief.' }],
    ['another tool', { tools: [tool('find'), tool('cancel')] }],
    ['one tool less', { tools: [tool('find')] }],
    ['another schema', { tools: [tool('find'), { ...tool('book'), parameters: { type: 'object', properties: {} } }] }],
    ['another description', { tools: [tool('find'), tool('book', 'Books it.')] }],
  ])('%s', (_, config) => expect(digest(config)).not.toBe(base));
});

describe('is the same for', () => {
  test.each<[string, Config]>([
    ['tools in another order', { tools: [tool('book'), tool('find')] }],
    ['keys in another order', { tools: [tool('find'), Object.fromEntries(Object.entries(tool('book')).reverse())] }],
    [
      'another question',
      { more: { 'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Bye"}]}]' } },
    ],
    ['another answer', { more: { 'gen_ai.response.model': 'gpt-5-mini-2026-08-07', 'gen_ai.response.id': 'r2' } }],
  ])('%s', (_, config) => expect(digest(config)).toBe(base));

  test('a prompt with another date, id or number in it: one release', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    const asked = fc.record({ day, id: fc.uuid(), count: fc.nat() });
    const release = ({ day: on, id, count }: { day: Date; id: string; count: number }): string => {
      const today = on.toLocaleDateString('en-US', { dateStyle: 'full', timeZone: 'UTC' });
      const prompt = `You are a clerk. Today is ${today}, ${on.toISOString()}. Session ${id}, request ${count}.`;
      const rows = [agent('a', ''), call('m', 'a', { configDigest: digest({ prompt }) })];
      return assembleTrace(rows, true).invocations[0]!.release;
    };
    fc.assert(
      fc.property(asked, asked, (a, b) => {
        expect(release(a)).toBe(release(b));
      }),
      { numRuns: 40 },
    );
    expect(release({ day: new Date(), id: '', count: 1 })).toMatch(/^observed·[0-9a-f]{6}$/);
  });

  test('instructions sent apart or as the first message', () => {
    const messages = [
      { role: 'system', parts: [{ type: 'text', content: 'You are a clerk.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Hi' }] },
    ];
    const first = digest({ prompt: null, more: { 'gen_ai.input.messages': JSON.stringify(messages) } });
    expect(first).toBe(base);
  });
});

test('a prompt by name and version stands for its text', () => {
  const named = (version: string, prompt: string): string =>
    digest({ prompt, more: { 'gen_ai.prompt.name': 'clerk', 'gen_ai.prompt.version': version } });
  expect(named('3', 'You are a clerk for Ada.')).toBe(named('3', 'You are a clerk for Bob.'));
  expect(named('4', 'You are a clerk.')).not.toBe(named('3', 'You are a clerk.'));
});
