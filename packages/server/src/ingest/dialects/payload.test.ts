import { describe, expect, it } from 'vitest';
import { readPayload, said } from './payload.ts';
import type { Facts, SpanKind } from './types.ts';

const read = (kind: SpanKind, input: unknown, output?: unknown): Facts => {
  const facts: Facts = { kind, tool: 't' };
  readPayload(facts, { input, output });
  return facts;
};
const human = {
  lc: 1,
  type: 'constructor',
  id: ['langchain_core', 'messages', 'HumanMessage'],
  kwargs: { content: 'hi' },
};
const call = { name: 'f', args: { a: 1 }, id: 'c1', type: 'tool_call' };
const ai = { ...human, id: ['langchain_core', 'messages', 'AIMessage'], kwargs: { content: '', tool_calls: [call] } };

describe('what a span was given and gave', () => {
  it('text, messages, or data', () => {
    expect(read('chain', 'plain', '{"a":1}')).toMatchObject({
      input: [{ role: 'user', parts: [{ type: 'text', content: 'plain' }] }],
      output: [{ role: 'assistant', parts: [{ type: 'data', content: { a: 1 } }] }],
    });
    expect(read('agent', '{"messages":[{"role":"user","content":"hi"}]}').input).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'hi' }] },
    ]);
    for (const nothing of [undefined, null, '']) expect(read('agent', nothing).input).toBeUndefined();
    expect(said([], 'user')).toEqual([{ role: 'user', parts: [{ type: 'data', content: [] }] }]);
  });

  it('messages of LangChain, written out by their classes', () => {
    expect(said({ messages: [[human, ai]] }, 'user')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'hi' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } }] },
    ]);
    const result = { ...human, id: ['ToolMessage'], kwargs: { content: 'fine', tool_call_id: 'c1', name: 'f' } };
    expect(said([result], 'user')).toMatchObject([
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'fine' }] },
    ]);
    const stranger = { ...human, id: ['x', 'RunnableLambda'] };
    expect(said([stranger], 'user')).toMatchObject([{ parts: [{ type: 'data' }] }]);
  });

  it('a call’s request with its tools and instructions, and the answer’s choices', () => {
    const request = { instructions: 'be kind', input: [{ role: 'user', content: 'hi' }], tools: [{ name: 'f' }] };
    const answer = { choices: [{ message: { role: 'assistant', content: null, refusal: 'no' } }] };
    expect(read('llm', JSON.stringify(request), answer)).toMatchObject({
      input: [{ role: 'user' }],
      systemInstructions: [{ role: 'system', parts: [{ content: 'be kind' }] }],
      toolDefinitions: [{ name: 'f' }],
      output: [{ role: 'assistant', parts: [{ content: 'no' }] }],
      refused: true,
    });
    expect(read('llm', 'hi', 'hello')).toMatchObject({
      input: [{ role: 'user', parts: [{ content: 'hi' }] }],
      output: [{ role: 'assistant', parts: [{ content: 'hello' }] }],
    });
  });

  it('a tool’s arguments and result', () => {
    expect(read('tool', '{"a":1}', 'fine')).toMatchObject({
      input: [{ parts: [{ type: 'tool_call', name: 't', arguments: { a: 1 } }] }],
      output: [{ parts: [{ type: 'tool_call_response', response: 'fine' }] }],
    });
  });
});
