import { describe, expect, it } from 'vitest';
import { type Given, mapped, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const scope = { name: 'gcp.vertex.agent', version: '1', attributes: new Map() };
const read = (given: Given, name: string) => readSpan(spanWith(given, { name, scope }));

describe('Agent Development Kit', () => {
  it('a call is known by its model; its contents are Gemini’s', () => {
    const given = {
      'gen_ai.system': 'gcp.vertex.agent',
      'gen_ai.request.model': 'gemini-3-flash',
      'gcp.vertex.agent.invocation_id': 'inv',
      'gcp.vertex.agent.session_id': 'sess',
      'gen_ai.usage.input_tokens': 10n,
      'gen_ai.usage.output_tokens': 3n,
      'gcp.vertex.agent.llm_request': '{"model":"m","contents":[{"role":"user","parts":[{"text":"hi"}]}]}',
      'gcp.vertex.agent.llm_response':
        '{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}}]}}',
    };
    expect(read(given, 'call_llm')).toMatchObject({
      dialect: 'genai+adk',
      kind: 'llm',
      conversation: 'sess',
      usageScope: 'self',
      input: [{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }],
      output: [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'f', arguments: { a: 1 } }] }],
    });
  });

  it('agent and tool speak GenAI, the invocation around them is no agent', () => {
    expect(read({}, 'invocation')).toMatchObject({ dialect: 'adk', kind: 'chain' });
    const agent = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'root',
      'gen_ai.conversation.id': 's',
    };
    expect(read(agent, 'invoke_agent root')).toMatchObject({ kind: 'agent', agent: 'root', conversation: 's' });
    const tool = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'lookup',
      'gen_ai.tool_call.id': '<not specified>',
      'gcp.vertex.agent.llm_request': '{}',
      'gcp.vertex.agent.tool_call_args': '{"id":"A-1"}',
      'gcp.vertex.agent.tool_response': '{"ok":true}',
    };
    expect(read(tool, 'execute_tool lookup')).toMatchObject({
      kind: 'tool',
      tool: 'lookup',
      input: [{ parts: [{ id: null, name: 'lookup', arguments: { id: 'A-1' } }] }],
      output: [{ parts: [{ response: { ok: true } }] }],
    });
  });

  it('what it was told not to send is no content', () => {
    const given = {
      'gen_ai.operation.name': 'execute_tool',
      'gcp.vertex.agent.llm_request': '{}',
      'gcp.vertex.agent.tool_call_args': '{}',
      'gcp.vertex.agent.tool_response': '<not specified>',
    };
    const { content, row } = mapped(given, { scope });
    expect([content, [...row.attributes.keys()]]).toEqual([[], ['gen_ai.operation.name']]);
  });
});
