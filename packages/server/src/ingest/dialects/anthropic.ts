import type { SpanIn } from '../otlp/types.ts';
import { present, text } from './attribute.ts';
import { finishReason } from './names.ts';
import { resultMessages } from './tool-messages.ts';
import type { Dialect, Facts } from './types.ts';

/**
 * The Anthropic SDK's own spans (on by default since 0.137). They speak the names of GenAI, which reads them; here is
 * what they say besides. A span of a wrapper for the same call carries the same response id: the rebuild counts one.
 */
export const anthropic: Dialect = {
  name: 'anthropic',
  claims: (span) => span.scope.name.startsWith('com.anthropic.sdk'),
  read({ attributes }: SpanIn): Facts {
    const facts: Facts = { provider: 'anthropic' };
    const stop = text(attributes, 'anthropic.message.stop_reason');
    const reason = finishReason(stop);
    if (reason !== undefined) facts.finishReason = reason;
    if (reason === 'content_filter') facts.refused = true;
    const call = { id: text(attributes, 'gen_ai.tool.call.id'), name: text(attributes, 'gen_ai.tool.name') };
    const output = resultMessages(call, attributes.get('anthropic.tool_result.content'));
    if (output !== undefined) facts.output = output;
    facts.consumed = present(attributes, ['anthropic.tool_result.content']);
    return facts;
  },
};
