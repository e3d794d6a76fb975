import { isObject } from '../content/json.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import { decimalOf, known, nanosecondsUntil, object, present, strings, text, value } from './attribute.ts';
import { langfuseUsage } from './langfuse-usage.ts';
import { readPayload } from './payload.ts';
import type { Dialect, Facts, SpanKind } from './types.ts';

const contentKeys = [
  'langfuse.observation.input',
  'langfuse.observation.output',
  'langfuse.trace.input',
  'langfuse.trace.output',
];

/**
 * Langfuse's own OpenTelemetry spans (SDK 4 and later): one flat namespace, most values JSON text. Name, session, user,
 * tags and prompt are repeated on every span. A failed generation has level ERROR and no error status.
 */
export const langfuse: Dialect = {
  name: 'langfuse',
  claims: ({ attributes, scope }) =>
    attributes.has('langfuse.observation.type') ||
    attributes.has('langfuse.trace.name') ||
    attributes.has('langfuse.environment') ||
    scope.name === 'langfuse-sdk',
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const type = text(attributes, 'langfuse.observation.type');
    const kind = type === undefined ? undefined : kinds[type.toLowerCase()];
    const failed = text(attributes, 'langfuse.observation.level') === 'ERROR';
    const facts = known({
      kind,
      agent: kind === 'agent' ? span.name : undefined,
      agentVersion: kind === 'agent' ? text(attributes, 'langfuse.version') : undefined,
      tool: kind === 'tool' ? span.name : undefined,
      workflow: text(attributes, 'langfuse.trace.name'),
      requestModel: text(attributes, 'langfuse.observation.model.name'),
      responseModel: text(attributes, 'langfuse.observation.model.name'),
      failed: failed || undefined,
      errorMessage: failed ? text(attributes, 'langfuse.observation.status_message') : undefined,
      cost: cost(attributes),
      timeToFirstTokenNs: nanosecondsUntil(attributes, 'langfuse.observation.completion_start_time', span.startNs),
      conversation: text(attributes, 'langfuse.session.id'),
      user: text(attributes, 'langfuse.user.id'),
      environment: text(attributes, 'langfuse.environment'),
      promptName: text(attributes, 'langfuse.observation.prompt.name'),
      promptVersion: text(attributes, 'langfuse.observation.prompt.version'),
      tags: strings(attributes, 'langfuse.trace.tags'),
      consumed: present(attributes, contentKeys),
    });
    Object.assign(facts, langfuseUsage(value(attributes, 'langfuse.observation.usage_details')));
    readPayload(facts, {
      input: attributes.get('langfuse.observation.input') ?? attributes.get('langfuse.trace.input'),
      output: attributes.get('langfuse.observation.output') ?? attributes.get('langfuse.trace.output'),
    });
    return facts;
  },
};

/** A total, or the sum of its parts. */
function cost(attributes: Attributes): number | undefined {
  const sent = object(attributes, 'langfuse.observation.cost_details');
  if (!isObject(sent)) return undefined;
  const total = decimalOf(sent['total']);
  if (total !== undefined) return total;
  const parts = Object.values(sent).flatMap((part) => decimalOf(part) ?? []);
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}

/** `span` and `event` say nothing: another convention on the span may. */
const kinds: { readonly [type: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  agent: 'agent',
  generation: 'llm',
  embedding: 'embedding',
  tool: 'tool',
  chain: 'chain',
  retriever: 'retrieval',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
} satisfies Record<string, SpanKind>);
