import type { SpanIn } from '../otlp/types.ts';
import { isObject } from '../content/json.ts';
import { known, present, text, value } from './attribute.ts';
import { said } from './payload.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Dialect, Facts } from './types.ts';

const own = 'gcp.vertex.agent.';
const contentKeys = ['llm_request', 'llm_response', 'tool_call_args', 'tool_response', 'data'].map((key) => own + key);

/**
 * Google's Agent Development Kit. Operations speak GenAI; requests and answers stand in its own attributes, `{}` where it
 * was told not to send them. `call_llm` has no operation: it is a call by its model, or wraps a `generate_content`.
 */
export const adk: Dialect = {
  name: 'adk',
  claims: ({ attributes, scope }) => scope.name === 'gcp.vertex.agent' || attributes.has(`${own}invocation_id`),
  read({ attributes, name }: SpanIn): Facts {
    const isTool = text(attributes, 'gen_ai.operation.name') === 'execute_tool' || name.startsWith('execute_tool');
    const callId = text(attributes, 'gen_ai.tool.call.id', 'gen_ai.tool_call.id');
    const facts = known({
      kind: name === 'invocation' ? 'chain' : undefined,
      toolCallId: callId === '<not specified>' ? undefined : callId,
      conversation: text(attributes, `${own}session_id`),
      consumed: present(attributes, contentKeys),
    });
    const call = { id: facts.toolCallId, name: text(attributes, 'gen_ai.tool.name') };
    const input = isTool ? callMessages(call, sent(attributes.get(`${own}tool_call_args`))) : asked(attributes);
    const output = isTool ? resultMessages(call, sent(attributes.get(`${own}tool_response`))) : answered(attributes);
    if (input !== undefined) facts.input = input;
    if (output !== undefined) facts.output = output;
    return facts;
  },
};

function asked(attributes: SpanIn['attributes']) {
  const request = value(attributes, `${own}llm_request`);
  return isObject(request) ? said(request['contents'], 'user') : undefined;
}

function answered(attributes: SpanIn['attributes']) {
  const response = value(attributes, `${own}llm_response`);
  return isObject(response) ? said(response['content'], 'assistant') : undefined;
}

const sent = (value: unknown): unknown => (value === '{}' || value === '<not specified>' ? undefined : value);
