import { describe, expect, test } from 'vitest';
import { attributesOf, type Given, mapped, spanWith } from '../map/span.fixture.ts';
import { genai } from './genai.ts';
import { openinference } from './openinference.ts';
import type { Facts } from './types.ts';
import { vercel } from './vercel.ts';

/** The shapes in which three conventions record what was said; each with what must be read of it, and nothing else. */
const text = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
const call = (id: string | null, name: string, args: unknown) => ({ type: 'tool_call', id, name, arguments: args });
const said = ({ systemInstructions, input, output, toolDefinitions }: Facts) => ({
  ...(systemInstructions && { systemInstructions }),
  ...(input && input.length > 0 && { input }),
  ...(output && output.length > 0 && { output }),
  ...(toolDefinitions && { toolDefinitions }),
});
/** What was read as content must not be kept a second time among the attributes. */
function keptTwice(given: Given, needle: string): boolean {
  return JSON.stringify([...mapped(given).row.attributes]).includes(needle);
}

describe('OpenInference', () => {
  const llm = { 'openinference.span.kind': 'LLM', 'llm.model_name': 'm' };
  const message = (side: 'input' | 'output', at: number, rest: Given): Given =>
    Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [`llm.${side}_messages.${at}.message.${key}`, value]),
    );
  const read = (given: Given) => said(openinference.read(spanWith({ ...llm, ...given })));

  test('parts of a message: text, thought and image in their order', () => {
    const given = message('input', 0, {
      role: 'user',
      'contents.0.message_content.type': 'reasoning',
      'contents.0.message_content.text': 'hm',
      'contents.1.message_content.type': 'text',
      'contents.1.message_content.text': 'see',
      'contents.2.message_content.image.image.url': `data:image/png;base64,${'A'.repeat(120)}`,
    });
    expect(read(given).input).toMatchObject([
      {
        role: 'user',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'text', content: 'see' },
          { type: 'media', mimeType: 'image/png' },
        ],
      },
    ]);
  });

  test('a call that stands among the contents and among the tool calls is one', () => {
    const given = message('output', 0, {
      role: 'assistant',
      'contents.0.tool_call.id': 'c1',
      'contents.0.tool_call.function.name': 'find',
      'contents.0.tool_call.function.arguments': '{"q":1}',
      'tool_calls.0.tool_call.id': 'c1',
      'tool_calls.0.tool_call.function.name': 'find',
      'tool_calls.0.tool_call.function.arguments': '{"q":1}',
      'tool_calls.1.tool_call.id': 'c2',
      'tool_calls.1.tool_call.function.name': 'find',
    });
    expect(read(given).output).toEqual([
      { role: 'assistant', parts: [call('c1', 'find', { q: 1 }), call('c2', 'find', null)] },
    ]);
  });

  test('a tool’s answer is known by the call it answers, whatever its role', () => {
    const given = message('input', 0, { role: 'user', content: '{"found":3}', tool_call_id: 'c1' });
    expect(read(given).input).toEqual([
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { found: 3 } }] },
    ]);
  });

  test('instructions from the parameters, and the parameters without them', () => {
    const parameters = JSON.stringify({ model: 'm', temperature: 0, system: 'Be brief.', tools: [{ name: 'find' }] });
    const given = {
      ...llm,
      'llm.invocation_parameters': parameters,
      ...message('input', 0, { role: 'user', content: 'hi' }),
    };
    expect(read(given)).toMatchObject({
      systemInstructions: [text('system', 'Be brief.')],
      input: [text('user', 'hi')],
    });
    const kept = mapped(given, {
      scope: { name: 'openinference.instrumentation.openai', version: '1', attributes: new Map() },
    }).row.attributes;
    expect(kept.get('llm.invocation_parameters')).toBe('{"model":"m","temperature":0}');
  });

  test('tools offered, each with its schema; one that is no JSON stays text', () => {
    const given = { 'llm.tools.1.tool.json_schema': 'raw', 'llm.tools.0.tool.json_schema': '{"name":"find"}' };
    expect(read(given).toolDefinitions).toEqual([{ name: 'find' }, 'raw']);
  });

  test.each<[string, Given, unknown]>([
    [
      'text that looks like JSON and is not said to be',
      { 'input.value': '{"a":1}', 'input.mime_type': 'text/plain' },
      [text('user', '{"a":1}')],
    ],
    [
      'JSON with messages',
      { 'input.value': '{"messages":[{"role":"user","content":"hi"}]}', 'input.mime_type': 'application/json' },
      [text('user', 'hi')],
    ],
    [
      'JSON that was cut',
      { 'input.value': '{"messages":[', 'input.mime_type': 'application/json' },
      [text('user', '{"messages":[')],
    ],
    ['nothing', { 'input.value': '' }, undefined],
  ])('of a step: %s', (_what, given, input) => {
    expect(said(openinference.read(spanWith({ 'openinference.span.kind': 'CHAIN', ...given }))).input).toEqual(input);
  });

  test('a tool’s arguments: what was sent before what was declared', () => {
    const tool = { 'openinference.span.kind': 'TOOL', 'tool.name': 'find', 'tool.parameters': '{"declared":1}' };
    expect(said(openinference.read(spanWith({ ...tool, 'input.value': '{"q":1}' }))).input).toMatchObject([
      { parts: [{ arguments: { q: 1 } }] },
    ]);
    expect(said(openinference.read(spanWith(tool))).input).toMatchObject([{ parts: [{ arguments: { declared: 1 } }] }]);
  });
});

describe('GenAI', () => {
  const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' };
  const read = (given: Given) => said(genai.read(spanWith({ ...chat, ...given })));

  test.each<[string, string | object[], unknown]>([
    ['one text', 'Be brief.', [text('system', 'Be brief.')]],
    [
      'parts',
      '[{"type":"text","content":"a"},{"type":"text","content":"b"}]',
      [
        {
          role: 'system',
          parts: [
            { type: 'text', content: 'a' },
            { type: 'text', content: 'b' },
          ],
        },
      ],
    ],
    [
      'messages',
      '[{"role":"system","content":"a"},{"role":"developer","content":"b"}]',
      [text('system', 'a'), text('developer', 'b')],
    ],
    ['nothing', '', undefined],
    ['an empty list', '[]', undefined],
  ])('instructions as %s', (_what, sent, wanted) => {
    expect(read({ 'gen_ai.system_instructions': sent as string }).systemInstructions).toEqual(wanted);
  });

  test('the old flattened names: order by number, calls and answers', () => {
    const given = {
      'gen_ai.prompt.1.role': 'assistant',
      'gen_ai.prompt.1.tool_calls.0.id': 'c1',
      'gen_ai.prompt.1.tool_calls.0.name': 'find',
      'gen_ai.prompt.1.tool_calls.0.arguments': '{"q":1}',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'hi',
      'gen_ai.prompt.2.role': 'tool',
      'gen_ai.prompt.2.content': 'found',
      'gen_ai.prompt.2.tool_call_id': 'c1',
      'gen_ai.completion.0.content': 'Here.',
    };
    expect(read(given)).toEqual({
      input: [
        text('user', 'hi'),
        { role: 'assistant', parts: [call('c1', 'find', { q: 1 })] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'found' }] },
      ],
      output: [text('assistant', 'Here.')],
    });
    expect(keptTwice({ ...chat, ...given }, 'Here.')).toBe(false);
  });

  test('of new and old names the new ones are read, and both are content', () => {
    const given = {
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"new"}]}]',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'old',
    };
    expect(read(given).input).toEqual([text('user', 'new')]);
    expect(keptTwice({ ...chat, ...given }, 'old')).toBe(false);
  });

  test('a whole request and answer of a provider, as LangSmith sends them', () => {
    const given = {
      'gen_ai.prompt': '{"messages":[{"role":"user","content":"hi"}],"model":"m"}',
      'gen_ai.completion': '{"choices":[{"message":{"role":"assistant","content":"Here."},"finish_reason":"stop"}]}',
    };
    expect(read(given)).toEqual({
      input: [text('user', 'hi')],
      output: [{ ...text('assistant', 'Here.'), finishReason: 'stop' }],
    });
  });
});

describe('the AI SDK', () => {
  const read = (given: Given) =>
    said(
      vercel.read({
        ...spanWith({}),
        name: 'ai.generateText',
        attributes: attributesOf({ 'ai.operationId': 'ai.generateText', ...given }),
      }),
    );

  test.each<[string, string, object]>([
    ['a text', '{"prompt":"hi"}', { input: [text('user', 'hi')] }],
    [
      'a text with instructions',
      '{"system":"Be brief.","prompt":"hi"}',
      { systemInstructions: [text('system', 'Be brief.')], input: [text('user', 'hi')] },
    ],
    ['messages', '{"messages":[{"role":"user","content":"hi"}]}', { input: [text('user', 'hi')] }],
    [
      'messages under the name of a text',
      '{"prompt":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}',
      { input: [text('user', 'hi')] },
    ],
    ['no JSON', 'hi', { input: [text('user', 'hi')] }],
    ['empty instructions', '{"system":"","prompt":"hi"}', { input: [text('user', 'hi')] }],
  ])('a prompt as %s', (_what, sent, wanted) => expect(read({ 'ai.prompt': sent })).toEqual(wanted));

  test('empty instructions take none away that stand among the messages', () => {
    const prompt = '{"system":"","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}]}';
    const { content } = mapped(
      { 'ai.operationId': 'ai.generateText', 'ai.prompt': prompt },
      { name: 'ai.generateText', scope: { name: 'ai', version: '', attributes: new Map() } },
    );
    expect(content.map(({ kind, body }) => [kind, body.includes('Be brief.')])).toEqual([
      ['system', true],
      ['message', false],
    ]);
  });

  test('an answer has its thoughts, its words, its calls and what it was to fill in', () => {
    const given = {
      'ai.response.reasoning': 'hm',
      'ai.response.text': 'Here.',
      'ai.response.toolCalls': '[{"toolCallId":"c1","toolName":"find","input":"{\\"q\\":1}"},{"nameless":true}]',
      'ai.response.object': '{"rating":5}',
    };
    expect(read(given).output).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'text', content: 'Here.' },
          call('c1', 'find', { q: 1 }),
          { type: 'data', content: { rating: 5 } },
        ],
      },
    ]);
  });

  test('texts to embed, each a JSON text of its own; tools each as JSON too', () => {
    expect(read({ 'ai.values': ['"one"', '"two"'] }).input).toEqual([text('user', 'one'), text('user', 'two')]);
    expect(read({ 'ai.prompt.tools': ['{"name":"find"}'] }).toolDefinitions).toEqual([{ name: 'find' }]);
  });
});
