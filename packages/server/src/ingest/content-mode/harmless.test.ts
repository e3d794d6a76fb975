import { describe, expect, test } from 'vitest';
import { attributesOf } from '../map/span.fixture.ts';
import { harmlessOnly, isHarmless } from './harmless.ts';

/** A key set to drop content sends these all the same; whoever set it trusts that none of the first list is kept. */
describe('text under these names is content', () => {
  test.each([
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.definitions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'gen_ai.tool.description',
    'gen_ai.agent.description',
    'gen_ai.prompt',
    'gen_ai.prompt.0.content',
    'gen_ai.completion.0.content',
    'gen_ai.evaluation.explanation',
    'input.value',
    'output.value',
    'llm.input_messages.0.message.content',
    'llm.prompt_template.variables',
    'llm.invocation_parameters',
    'retrieval.documents.0.document.content',
    'ai.prompt',
    'ai.response.text',
    'ai.toolCall.args',
    'ai.toolCall.result',
    'ai.telemetry.metadata.note',
    'traceloop.entity.input',
    'traceloop.association.properties.note',
    'langfuse.observation.input',
    'langfuse.trace.metadata.note',
    'langsmith.metadata.note',
    'exception.message',
    'exception.stacktrace',
    'error.message',
    'url.full',
    'url.path',
    'url.query',
    'http.url',
    'http.target',
    'db.statement',
    'db.query.text',
    'db.query.parameter.name',
    'messaging.message.body',
    'user.email',
    'user.full_name',
    'enduser.role',
    'metadata',
    'my.own',
    '',
  ])('%j', (name) => expect(isHarmless(name, 'some text')).toBe(false));
});

describe('text under these tells how an agent works', () => {
  test.each([
    'gen_ai.operation.name',
    'gen_ai.request.model',
    'gen_ai.response.finish_reasons',
    'gen_ai.agent.name',
    'gen_ai.tool.name',
    'gen_ai.tool.call.id',
    'gen_ai.conversation.id',
    'openinference.span.kind',
    'ai.operationId',
    'error.type',
    'exception.type',
    'http.request.method',
    'http.route',
    'service.name',
    'deployment.environment.name',
    'signalbox.release',
    'signalbox.outcome',
  ])('%s', (name) => expect(isHarmless(name, 'some text')).toBe(true));
});

describe('a name that only begins or ends like one of the list is another', () => {
  test.each([
    'gen_ai.agent.name.note',
    'x.gen_ai.agent.name',
    'gen_ai.agent.name ',
    'gen_ai.agent.name\nnote',
    'gen_ai_agent_name',
    'GEN_AI.AGENT.NAME',
    'service.name!',
    'signalbox.note',
  ])('%j', (name) => expect(isHarmless(name, 'some text')).toBe(false));
});

test('numbers and yes or no stay under any name; lists and structures are content', () => {
  for (const value of [7, 7n, 1.5, true, false]) expect(isHarmless('anything', value)).toBe(true);
  for (const value of [null, undefined, ['a'], { a: 1 }, Uint8Array.of(1), '7', 'true'])
    expect(isHarmless('anything', value)).toBe(false);
});

test('of attributes only these are left, in their order; where all are, it is the same map', () => {
  const mixed = attributesOf({
    'gen_ai.agent.name': 'clerk',
    note: 'secret',
    n: 3n,
    'error.type': 'timeout',
    list: ['x'],
  });
  expect([...harmlessOnly(mixed)]).toEqual([
    ['gen_ai.agent.name', 'clerk'],
    ['n', 3n],
    ['error.type', 'timeout'],
  ]);
  const clean = attributesOf({ 'gen_ai.agent.name': 'clerk', n: 3n });
  expect(harmlessOnly(clean)).toBe(clean);
});
