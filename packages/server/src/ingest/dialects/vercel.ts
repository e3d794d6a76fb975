import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, countOf, decimal, has, known, nanoseconds, object, strings, text } from './attribute.ts';
import { isObject } from '../content/json.ts';
import { finishReason, providerName } from './names.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';
import { readVercelContent } from './vercel-content.ts';

/**
 * `ai.*` of the Vercel AI SDK 5 and 6; 7 speaks GenAI in the scope `gen_ai` and keeps its context here. The top span of a call is the agent and repeats usage: the
 * total in 6, the last step in 5. Only `doGenerate`, `doStream` and `doEmbed` are calls of a model.
 */
export const vercel: Dialect = {
  name: 'vercel',
  claims: ({ attributes, scope }) => attributes.has('ai.operationId') || scope.name === 'gen_ai',
  read({ attributes }: SpanIn): Facts {
    const operation = text(attributes, 'ai.operationId');
    const kind = operation === undefined ? undefined : kindOf(operation);
    const facts = known({
      kind,
      usage: usage(attributes),
      agent: kind === 'agent' ? text(attributes, 'ai.telemetry.functionId') : undefined,
      provider: providerName(text(attributes, 'ai.model.provider')),
      requestModel: text(attributes, 'ai.model.id'),
      responseModel: text(attributes, 'ai.response.model'),
      responseId: text(attributes, 'ai.response.id'),
      tool: text(attributes, 'ai.toolCall.name'),
      toolCallId: text(attributes, 'ai.toolCall.id'),
      timeToFirstTokenNs: nanoseconds(decimal(attributes, 'ai.response.msToFirstChunk'), 1000),
      conversation: text(attributes, 'ai.telemetry.metadata.sessionId', 'ai.settings.context.sessionId'),
      user: text(attributes, 'ai.telemetry.metadata.userId', 'ai.settings.context.userId'),
      promptName: text(
        attributes,
        'ai.telemetry.metadata.prompt.name',
        'ai.telemetry.metadata.promptName',
        'ai.telemetry.metadata.prompt_name',
        'ai.settings.context.promptName',
      ),
      promptVersion: text(
        attributes,
        'ai.telemetry.metadata.prompt.version',
        'ai.telemetry.metadata.promptVersion',
        'ai.telemetry.metadata.prompt_version',
        'ai.settings.context.promptVersion',
      ),
      tags: strings(attributes, 'ai.telemetry.metadata.tags') ?? strings(attributes, 'ai.settings.context.tags'),
      finishReason: finishReason(text(attributes, 'ai.response.finishReason')),
    });
    if (facts.finishReason === 'content_filter') facts.refused = true;
    if (facts.finishReason === 'error') facts.failed = true;
    readVercelContent(attributes, facts);
    return facts;
  },
};

function kindOf(operation: string): SpanKind {
  if (operation.endsWith('.doGenerate') || operation.endsWith('.doStream')) return 'llm';
  if (operation.endsWith('.doEmbed')) return 'embedding';
  if (operation === 'ai.toolCall') return 'tool';
  return /^ai\.(?:generate|stream)(?:Text|Object)$/.test(operation) ? 'agent' : 'chain';
}

function usage(attributes: Attributes): Usage {
  const sent: Usage = {
    input: count(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    output: count(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
    cacheRead: count(attributes, 'ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'),
    cacheWrite: count(attributes, 'ai.usage.inputTokenDetails.cacheWriteTokens'),
    reasoning: count(attributes, 'ai.usage.reasoningTokens', 'ai.usage.outputTokenDetails.reasoningTokens'),
  };
  return has(attributes, 'ai.usage.inputTokenDetails.noCacheTokens')
    ? sent
    : (anthropicUsage(attributes, sent) ?? sent);
}

/** Version 5 counts Anthropic's input without its cache, and tells the cache only in the provider's own metadata. */
function anthropicUsage(attributes: Attributes, sent: Usage): Usage | undefined {
  if (text(attributes, 'ai.response.providerMetadata')?.includes('"anthropic"') !== true) return undefined;
  const provider = object(attributes, 'ai.response.providerMetadata')['anthropic'];
  const raw = isObject(provider) ? provider['usage'] : undefined;
  if (!isObject(raw)) return undefined;
  const [input, cacheRead, cacheWrite] = [
    raw['input_tokens'],
    raw['cache_read_input_tokens'],
    raw['cache_creation_input_tokens'],
  ].map(countOf);
  if (input == null || input !== sent.input) return undefined;
  return {
    ...sent,
    input: input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    cacheRead: cacheRead ?? null,
    cacheWrite: cacheWrite ?? null,
  };
}
