import type { SpanIn } from '../otlp/types.ts';
import { known, nanosecondsUntil, present, strings, text } from './attribute.ts';
import { readPayload } from './payload.ts';
import type { Dialect, Facts, SpanKind } from './types.ts';

/**
 * Mastra. Its spans speak GenAI; `mastra.*` says what each is, and what went in and out of it. A generation is a group of
 * steps, its chunks are no calls. `mastra.metadata.body` and `headers` are the provider's raw answer: left out.
 */
export const mastra: Dialect = {
  name: 'mastra',
  claims: ({ attributes, scope }) => attributes.has('mastra.span.type') || scope.name.startsWith('@mastra/'),
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const type = text(attributes, 'mastra.span.type') ?? '';
    const [input, output] = [`mastra.${type}.input`, `mastra.${type}.output`];
    const facts = known({
      kind: kinds[type],
      timeToFirstTokenNs: nanosecondsUntil(attributes, 'mastra.completion_start_time', span.startNs),
      conversation: text(attributes, 'mastra.metadata.sessionId', 'mastra.metadata.threadId'),
      user: text(attributes, 'mastra.metadata.userId', 'mastra.metadata.resourceId'),
      promptName: text(attributes, 'mastra.metadata.promptName', 'mastra.metadata.prompt_name'),
      promptVersion: text(attributes, 'mastra.metadata.promptVersion', 'mastra.metadata.prompt_version'),
      tags: strings(attributes, 'mastra.tags'),
      consumed: present(attributes, [input, output, 'mastra.metadata.body', 'mastra.metadata.headers']),
    });
    readPayload(facts, { input: attributes.get(input), output: attributes.get(output) });
    return facts;
  },
};

/** `model_generation` is left to GenAI's operation: older exporters call it a chat, newer ones put the chat below it. */
const kinds: { readonly [type: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  agent_run: 'agent',
  workflow_run: 'chain',
  workflow_step: 'chain',
  workflow_loop: 'chain',
  workflow_parallel: 'chain',
  workflow_conditional: 'chain',
  model_step: 'chain',
  model_inference: 'llm',
  model_chunk: 'other',
  tool_call: 'tool',
  mcp_tool_call: 'tool',
  rag_embedding: 'embedding',
} satisfies Record<string, SpanKind>);
