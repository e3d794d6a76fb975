import type { Reply, Said } from '../model/talk.ts';

/** Messages in the parts of the GenAI conventions. */

export const inputMessages = (said: readonly Said[]): object[] =>
  said.map((one) => {
    if (one.role === 'user') return { role: 'user', parts: [{ type: 'text', content: one.text }] };
    if (one.role === 'tool')
      return { role: 'tool', parts: [{ type: 'tool_call_response', id: one.callId, response: one.text }] };
    return { role: 'assistant', parts: [...textPart(one.text), ...one.calls.map(callPart)] };
  });

export const outputMessages = (reply: Reply): object[] => [
  {
    role: 'assistant',
    parts: [
      ...(reply.reasoning === null ? [] : [{ type: 'reasoning', content: reply.reasoning }]),
      ...textPart(reply.text ?? reply.refusal),
      ...reply.calls.map(callPart),
    ],
    finish_reason: reply.finish,
  },
];

const textPart = (text: string | null): object[] => (text === null ? [] : [{ type: 'text', content: text }]);
const callPart = (call: Reply['calls'][number]): object => ({
  type: 'tool_call',
  id: call.id,
  name: call.name,
  arguments: parsed(call.arguments),
});

/** What the model meant, or its words where they are no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
