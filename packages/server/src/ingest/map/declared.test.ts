import { describe, expect, it } from 'vitest';
import { attributesOf, type Given, mapped } from './span.fixture.ts';

const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'framework name' };
const resource = (given: Given) => ({ resource: { attributes: attributesOf({ 'service.name': 's', ...given }) } });
const below = { parentSpanId: 'c7ad6b7169203331' };

describe('the agent', () => {
  const declared = resource({ 'signalbox.agent': 'of resource' });

  it('is the declared one before the convention’s, of the span before its resource', () => {
    expect(mapped(agent).row.agent).toBe('framework name');
    expect(mapped(agent, declared).row.agent).toBe('of resource');
    expect(mapped({ ...agent, 'signalbox.agent': 'of span' }, declared).row.agent).toBe('of span');
  });

  it('of a resource names spans that name an agent, and a top span of any kind, not what is below', () => {
    const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.agent.name': 'framework name' };
    expect(mapped(call, { ...declared, ...below }).row.agent).toBe('of resource');
    expect(mapped({}, declared).row.agent).toBe('of resource');
    expect(mapped({}, { ...declared, ...below }).row.agent).toBe('');
    expect(mapped({ 'signalbox.agent': 'mine' }, { ...declared, ...below }).row.agent).toBe('mine');
  });

  it.each([
    ['a span of no kind', {}, 'support-agent'],
    ['a node of a graph', { 'openinference.span.kind': 'CHAIN', metadata: '{"langgraph_node":"agent"}' }, 'agent'],
    ['a workflow', { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'support_agent' }, 'x.workflow'],
    ['a chain', { 'langsmith.span.kind': 'chain' }, 'support-agent'],
    [
      'an embedding with a function’s name',
      { 'ai.operationId': 'ai.embed', 'ai.telemetry.functionId': 'f' },
      'ai.embed',
    ],
    ['a call of a model', { 'gen_ai.operation.name': 'chat' }, 'chat agent'],
  ])('is never read from the name of %s', (_, given, name) => {
    expect(mapped(given as Given, { name }).row.agent).toBe('');
  });
});

describe('environment, release and outcome', () => {
  it('ours win over OpenTelemetry’s, on span or resource; OpenTelemetry’s over a convention’s', () => {
    const own = { 'signalbox.environment': 'ours' };
    const otel = { 'deployment.environment.name': 'otel' };
    const langfuse = { 'langfuse.observation.type': 'span', 'langfuse.environment': 'langfuse' };
    const environment = (span: Given, place: Given) => mapped(span, resource(place)).row.environment;
    expect(environment({ ...own, ...otel }, otel)).toBe('ours');
    expect(environment(otel, own)).toBe('ours');
    expect(environment({ ...langfuse }, otel)).toBe('otel');
    expect(environment({ 'deployment.environment': 'old', ...langfuse }, {})).toBe('old');
    expect(environment(langfuse, {})).toBe('langfuse');
    expect(environment({}, {})).toBe('');
  });

  it('a release and an outcome are only what is declared to us', () => {
    const theirs = { 'langfuse.observation.type': 'agent', 'langfuse.release': '1.4.2', 'langfuse.version': '7' };
    expect(mapped(theirs).row).toMatchObject({ release: '', outcome: '', agent_version: '7' });
    const ours = { ...theirs, 'signalbox.release': 'rel_1', 'signalbox.outcome': 'passed_to_person' };
    expect(mapped(ours).row).toMatchObject({ release: 'rel_1', outcome: 'passed_to_person' });
  });
});
