import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatSteps, endsOf } from './chat-steps.ts';
import type { Imported } from './imported.ts';
import { spansOf } from './run.fixture.ts';
import { RunBuilder } from './run-builder.ts';

const call = (id: string | undefined, name: string, given: unknown = '{}') => ({
  ...(id === undefined ? {} : { id }),
  ...{ type: 'function', function: { name, arguments: given } },
});
const asks = (...calls: object[]) => ({ role: 'assistant', content: null, tool_calls: calls });
const answers = (id: string, content: string, name = 'find') => ({ role: 'tool', tool_call_id: id, name, content });

function read(messages: readonly unknown[]): { run: Imported; spans: Map<number, string> } {
  const run = new RunBuilder({
    ...{ format: 'x', identity: [messages], agent: 'clerk', environment: 'imported', conversation: 'c' },
  });
  const spans = chatSteps(run, messages);
  return { run: run.done(), spans };
}
const stepsOf = (messages: readonly unknown[]) => spansOf(read(messages).run).slice(1);
const namesOf = (messages: readonly unknown[]): string[] => stepsOf(messages).map(({ name }) => name);
type Said = { role: string; parts: { type: string; [field: string]: unknown }[] }[];
const said = (given: Record<string, unknown>, direction: 'input' | 'output'): Said =>
  JSON.parse(String(given[`gen_ai.${direction}.messages`])) as Said;

describe('calls of tools', () => {
  test('with the same id in one answer are steps of their own, and answered in their order', () => {
    const messages = [
      asks(call('c', 'find', '{"n":1}'), call('c', 'find', '{"n":2}')),
      answers('c', 'a'),
      answers('c', 'b'),
    ];
    const tools = stepsOf(messages).filter(({ name }) => name === 'execute_tool find');
    expect(tools.map(({ given }) => [given['gen_ai.tool.call.arguments'], given['gen_ai.tool.call.result']])).toEqual([
      ['{"n":1}', 'a'],
      ['{"n":2}', 'b'],
    ]);
  });

  test('that were never answered are all steps, though none has an id', () => {
    expect(namesOf([asks(call(undefined, 'find'), call(undefined, 'book'))])).toEqual([
      ...['chat', 'execute_tool find', 'execute_tool book'],
    ]);
  });

  test('an id that is used again in a later answer means the later call', () => {
    const messages = [asks(call('c', 'find')), answers('c', 'a'), asks(call('c', 'book')), answers('c', 'b', 'book')];
    expect(namesOf(messages)).toEqual(['chat', 'execute_tool find', 'chat', 'execute_tool book']);
  });

  test('an id that is used again before the first call was answered means the last answer’s', () => {
    const steps = stepsOf([asks(call('c', 'find')), asks(call('c', 'book')), answers('c', 'b', 'book')]);
    const told = steps.map(({ name, given }) => [name, given['gen_ai.tool.call.result']]);
    expect(told.slice(2)).toEqual([
      ['execute_tool book', 'b'],
      ['execute_tool find', undefined],
    ]);
  });

  test('a result that nobody asked for is a call by the name that it says, with arguments unknown', () => {
    const [tool] = stepsOf([answers('lost', 'ok', 'book')]);
    expect(tool!.name).toBe('execute_tool book');
    expect(tool!.given).not.toHaveProperty('gen_ai.tool.call.arguments');
    expect(() => read([{ role: 'tool', content: 'ok' }])).toThrow('A tool has no "name"');
  });

  test.each([
    ['Error: no seat', true],
    ['Errors are rare', true],
    ['error: no seat', false],
    ['No Error', false],
    ['', false],
  ])('a result %j failed: %s', (content, failed) => {
    const [, tool] = stepsOf([asks(call('c', 'find')), answers('c', content)]);
    expect([tool!.failed, 'error.type' in tool!.given]).toEqual([failed, failed]);
  });

  test.each([
    ['{"a":1}', '{"a":1}'],
    ['"{\\"a\\":1}"', '{"a":1}'],
    [{ a: 1 }, '{"a":1}'],
    ['{"a":', '"{\\"a\\":"'],
    ['', '""'],
    [undefined, undefined],
    [null, 'null'],
  ])('arguments %j are told as %j', (given, told) => {
    const [, tool] = stepsOf([asks({ id: 'c', function: { name: 'find', arguments: given } })]);
    expect(tool!.given['gen_ai.tool.call.arguments']).toBe(told);
  });

  test('without a name, a function or a list are refused', () => {
    expect(() => read([asks(call('c', ''))])).toThrow('A tool has no "name"');
    expect(() => read([{ role: 'assistant', tool_calls: { 0: call('c', 'find') } }])).toThrow(
      '"tool_calls" must be a list',
    );
    expect(() => read([asks('find' as never)])).toThrow('A tool call must be an object');
  });
});

describe('what a model was asked with', () => {
  test('is all that was said before it, and nothing after', () => {
    const messages = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { role: 'user', content: 'three' },
      { role: 'assistant', content: 'four' },
    ];
    const [first, second] = stepsOf(messages);
    expect(said(first!.given, 'input').map(({ parts }) => parts[0]!['content'])).toEqual(['one']);
    expect(said(second!.given, 'input').map(({ parts }) => parts[0]!['content'])).toEqual(['one', 'two', 'three']);
  });

  test('instructions stand apart, every one, wherever they came', () => {
    const messages = [
      { role: 'system', content: 'A' },
      { role: 'assistant', content: 'x' },
      { role: 'system', content: 'B' },
    ];
    expect(JSON.parse(String(stepsOf(messages)[0]!.given['gen_ai.system_instructions']))).toEqual([
      { type: 'text', content: 'A' },
      { type: 'text', content: 'B' },
    ]);
    expect(stepsOf(messages.slice(1, 2))[0]!.given).not.toHaveProperty('gen_ai.system_instructions');
  });

  test('what a user said after the last answer is kept; nothing said is no word', () => {
    const after = (content: unknown) =>
      stepsOf([
        { role: 'assistant', content: 'x' },
        { role: 'user', content },
      ])[1]!;
    expect(said(after('bye').given, 'input')[0]!.parts).toEqual([{ type: 'text', content: 'bye' }]);
    for (const nothing of [null, undefined, ''])
      expect(after(nothing).given).not.toHaveProperty('gen_ai.input.messages');
  });
});

test('the span of each message that is a step is told by its place', () => {
  const messages = [
    { role: 'system', content: 's' },
    { role: 'user', content: 'u' },
    asks(call('c', 'find')),
    answers('c', 'ok'),
    { role: 'user', content: 'bye' },
  ];
  const { run, spans } = read(messages);
  expect([...spans.keys()]).toEqual([2, 3, 4]);
  expect([...spans.values()]).toEqual(
    spansOf(run)
      .slice(1)
      .map(({ spanId }) => spanId),
  );
});

describe('how it began and ended', () => {
  test.each([
    [[], undefined, undefined],
    [
      [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b' },
      ],
      'a',
      undefined,
    ],
    [
      [
        { role: 'assistant', content: 'x' },
        { role: 'assistant', content: 'y' },
      ],
      undefined,
      'y',
    ],
    [[{ role: 'assistant', content: 'x' }, asks(call('c', 'find'))], undefined, 'x'],
    // Some servers write an empty text beside a call, others null: neither is a word.
    [
      [
        { role: 'assistant', content: 'x' },
        { ...asks(call('c', 'find')), content: '' },
      ],
      undefined,
      'x',
    ],
    [
      [
        { role: 'user', content: '' },
        { role: 'user', content: 'b' },
      ],
      'b',
      undefined,
    ],
  ])('%j', (messages, first, last) => expect(endsOf(messages)).toEqual([first, last]));
});

test('no answered call is lost and none is told twice, whatever the order of the answers', () => {
  const count = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(count, fc.infiniteStream(fc.boolean()), fc.boolean(), (n, answered, backwards) => {
      const calls = Array.from({ length: n }, (_, i) => call(`c${i}`, `t${i}`));
      const results = calls.flatMap((_, i) =>
        answered.next().value === true ? [answers(`c${i}`, `r${i}`, `t${i}`)] : [],
      );
      if (backwards) results.reverse();
      const tools = stepsOf([asks(...calls), ...results]).slice(1);
      expect(tools.map(({ given }) => given['gen_ai.tool.call.id']).toSorted()).toEqual(
        calls.map(({ id }) => id).toSorted(),
      );
      expect(tools.filter(({ given }) => 'gen_ai.tool.call.result' in given)).toHaveLength(results.length);
    }),
    { numRuns: 40 },
  );
});
