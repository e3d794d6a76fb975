import { describe, expect, it } from 'vitest';
import { expectedOf, spansOf } from '../map/captures.fixture.ts';
import { attributesOf, type Given, spanWith } from '../map/span.fixture.ts';
import { anthropic } from './anthropic.ts';
import type { SpanIn } from '../otlp/types.ts';
import { openinference } from './openinference.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, name = 'a span', scope = 'x') =>
  openinference.read(spanWith(given, { name, scope: { name: scope, version: '', attributes: new Map() } }));
const span = (id: string) => spansOf('openinference-anthropic').find(({ spanId }) => spanId === id)!;
const captured = (id: string) => openinference.read(span(id));

describe('OpenInference as captured around the Anthropic SDK', () => {
  it('a call: messages unflattened, system from the parameters, response id from the answer', () => {
    const facts = captured('84eab60707202d4c');
    expect(facts).toMatchObject({
      kind: 'llm',
      provider: 'anthropic',
      requestModel: 'claude-sonnet-4-5',
      responseModel: 'claude-sonnet-4-5',
      responseId: 'msg_000069',
      finishReason: 'tool_call',
      promptVersion: 'v7',
      tags: ['beta'],
      usage: { input: 872, output: 50, cacheRead: 640, cacheWrite: null, reasoning: null },
      systemInstructions: [
        { role: 'system', parts: [{ content: 'You are the support agent for Acme. Use tools before answering.' }] },
      ],
      toolDefinitions: [{ name: 'lookup_order' }, { name: 'issue_refund' }],
    });
    expect(facts.input).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'My order A-1001 never arrived. Please refund it.' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Plan: look up the order, then decide on a refund.' },
          { type: 'tool_call', id: 'toolu_000068', name: 'lookup_order', arguments: { order_id: 'A-1001' } },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool_call_response', id: 'toolu_000068', response: expect.objectContaining({ status: 'delayed' }) },
        ],
      },
    ]);
    expect(facts.output).toEqual([
      {
        role: 'assistant',
        parts: [
          {
            type: 'tool_call',
            id: 'toolu_000069',
            name: 'issue_refund',
            arguments: expect.objectContaining({ amount: 42.5 }),
          },
        ],
      },
    ]);
  });

  it('what became content is not stored again, what is left of the parameters is', () => {
    const facts = captured('84eab60707202d4c');
    const kept = [...span('84eab60707202d4c').attributes.keys()].filter((key) => !facts.consumed?.includes(key));
    expect(
      kept.filter((key) => /^(?:llm\.(?:input|output)_messages|llm\.tools|input\.value|output\.value)/.test(key)),
    ).toEqual([]);
    expect(facts.replaced?.get('llm.invocation_parameters')).toBe('{"model":"claude-sonnet-4-5","max_tokens":2048}');
  });

  it('its agent and its tool, named by their spans', () => {
    expect(captured('3e09773fa9c71089')).toMatchObject({
      kind: 'agent',
      agent: 'support-agent',
      input: [{ role: 'user' }],
      output: [{ role: 'assistant' }],
    });
    expect(captured('a2f1841725caaa43')).toMatchObject({
      kind: 'tool',
      tool: 'lookup_order',
      input: [{ parts: [{ type: 'tool_call', name: 'lookup_order', arguments: { order_id: 'A-1001' } }] }],
      output: [{ parts: [{ type: 'tool_call_response', response: { carrier: 'DHL' } }] }],
    });
  });

  it('a refusal, and the SDK’s own span of it', () => {
    expect(captured('cca17cfbac489858')).toMatchObject({ refused: true, finishReason: 'content_filter' });
    const own = spansOf('openinference-anthropic')
      .filter((one) => anthropic.claims(one))
      .map((one) => anthropic.read(one));
    expect(own.some(({ refused }) => refused)).toBe(true);
    const calls = expectedOf('openinference-anthropic').reduce((sum, { modelCalls }) => sum + modelCalls, 0);
    expect(own).toHaveLength(calls);
  });
});

describe('OpenInference elsewhere', () => {
  it.each(['@arizeai/openinference-instrumentation-openai-agents', 'openinference.instrumentation.openai_agents'])(
    'OpenAI Agents of %s: the workflow is no agent, a handoff no tool',
    (scope) => {
      expect(read({ 'openinference.span.kind': 'AGENT' }, 'Agent workflow', scope)).toMatchObject({
        kind: 'chain',
        workflow: 'Agent workflow',
      });
      expect(read({ 'openinference.span.kind': 'AGENT', 'graph.node.id': 'triage' }, 'x', scope)).toMatchObject({
        kind: 'agent',
        agent: 'triage',
      });
      expect(read({ 'openinference.span.kind': 'TOOL' }, 'handoff to refunds', scope)).toMatchObject({
        kind: 'handoff',
        tool: 'refunds',
      });
      expect(read({ 'openinference.span.kind': 'GUARDRAIL', 'guardrail.triggered': true }, 'g', scope)).toMatchObject({
        kind: 'guardrail',
        refused: true,
      });
    },
  );

  it('gaps, doubled paths and wild numbers in flattened keys lose nothing else', () => {
    const facts = read({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.7.message.role': 'user',
      'llm.input_messages.7.message.content': 'later',
      'llm.input_messages.2.message.content': 'first',
      'llm.input_messages.2.message': 'in the way',
      'llm.input_messages.999999999.message.content': 'last',
      'llm.input_messages.x.message.content': 'no number',
      'llm.input_messages.__proto__.message.content': 'no number either',
      'llm.input_messages.3.message.contents.1.message_content.text': 'and',
    });
    expect(facts.input?.map(({ parts }) => parts)).toEqual(
      ['first', 'and', 'later', 'last'].map((content) => [{ type: 'text', content }]),
    );
  });

  it('takes input.value where there are no messages, by its type', () => {
    expect(
      read({ 'openinference.span.kind': 'CHAIN', 'input.value': '{"a":1}', 'input.mime_type': 'application/json' })
        .input,
    ).toEqual([{ role: 'user', parts: [{ type: 'data', content: { a: 1 } }] }]);
    expect(read({ 'openinference.span.kind': 'CHAIN', 'input.value': '{"a":1}' }).input).toEqual([
      { role: 'user', parts: [{ type: 'text', content: '{"a":1}' }] },
    ]);
    expect(
      read({
        'openinference.span.kind': 'LLM',
        'input.value': '{"messages":[{"role":"user","content":"q"}]}',
        'input.mime_type': 'application/json',
      }).input,
    ).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'q' }] }]);
  });

  it('an image keeps its size, not its bytes', () => {
    const url = `data:image/png;base64,${Buffer.alloc(30).toString('base64')}`;
    const given = {
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.contents.0.message_content.image.image.url': url,
    };
    expect(read(given).input).toMatchObject([{ parts: [{ type: 'media', mimeType: 'image/png', bytes: 30 }] }]);
  });

  it('user and session from metadata', () => {
    expect(read({ 'openinference.span.kind': 'CHAIN', metadata: '{"user_id":"u","thread_id":"t"}' })).toMatchObject({
      user: 'u',
      conversation: 't',
    });
    expect(openinference.claims(spanWith({}, { attributes: attributesOf({ metadata: 'x' }) }))).toBe(false);
  });

  it('a refusal that only the raw answer of the provider shows', () => {
    const refused = { choices: [{ message: { role: 'assistant', content: null, refusal: 'I will not' } }] };
    const given = { 'openinference.span.kind': 'LLM', 'llm.output_messages.0.message.role': 'assistant' };
    expect(read({ ...given, 'output.value': JSON.stringify(refused) })).toMatchObject({ refused: true });
    const answered = { choices: [{ message: { role: 'assistant', content: 'yes', refusal: null } }] };
    expect(read({ ...given, 'output.value': JSON.stringify(answered) }).refused).toBeUndefined();
  });

  it('LangChain: the graph of an agent is the agent, its nodes are not', () => {
    const chain = (metadata: object, name: string) =>
      read({ 'openinference.span.kind': 'CHAIN', metadata: JSON.stringify(metadata) }, name);
    const named = { lc_agent_name: 'support_agent' };
    expect(chain(named, 'SupportGraph')).toMatchObject({ kind: 'agent', agent: 'support_agent' });
    expect(chain({ ...named, langgraph_node: 'model_request' }, 'model_request')).toMatchObject({
      kind: 'chain',
      agent: 'support_agent',
    });
    // A sub-agent in a node of another graph.
    expect(chain({ ...named, langgraph_node: 'tools' }, 'support_agent')).toMatchObject({ kind: 'agent' });
    const guessed = { 'openinference.span.kind': 'AGENT', metadata: '{"langgraph_node":"agent"}' };
    const python = read(guessed, 'agent', 'openinference.instrumentation.langchain');
    expect([python.kind, python.agent]).toEqual(['chain', undefined]);
    expect(read({ 'openinference.span.kind': 'AGENT' }, 'AgentExecutor')).toMatchObject({ agent: 'AgentExecutor' });
    const node = chain({ langgraph_node: 'agent' }, 'agent');
    expect([node.kind, node.agent]).toEqual(['chain', undefined]);
  });

  it('around the AI SDK: a status copied to a span that answered is not its error', () => {
    const answered = { 'openinference.span.kind': 'LLM', 'ai.operationId': 'x', 'ai.response.finishReason': 'stop' };
    const fails = (given: Given, events: SpanIn['events'] = []) =>
      readSpan(spanWith(given, { statusCode: 2, statusMessage: 'the tool broke', events })).failed;
    expect(fails(answered)).toBe(false);
    expect(fails({ ...answered, 'ai.response.finishReason': 'error' })).toBe(true);
    expect(fails({ 'openinference.span.kind': 'LLM', 'ai.operationId': 'x' })).toBe(true);
    expect(fails(answered, [{ timeNs: 0n, name: 'exception', attributes: new Map() }])).toBe(true);
    expect(fails({ 'openinference.span.kind': 'LLM', 'llm.finish_reason': 'stop' })).toBe(true);
  });

  it.each([
    ['CrewAI', '@arizeai/openinference-instrumentation-crewai', { 'graph.node.id': 'Researcher' }, 'Researcher'],
    ['LlamaIndex', 'openinference.instrumentation.llama_index', {}, 'FunctionAgent.run'],
    ['AutoGen', 'openinference.instrumentation.autogen_agentchat', { 'agent.name': 'writer' }, 'writer'],
  ])('%s: an agent by its kind, named by its node or itself', (_, scope, given, name) => {
    expect(read({ 'openinference.span.kind': 'AGENT', ...given }, 'FunctionAgent.run', scope)).toMatchObject({
      kind: 'agent',
      agent: name,
    });
  });
});
