import { decoded } from '../content/json.ts';
import type { Message } from './types.ts';

type Call = { readonly id: string | undefined; readonly name: string | undefined };

/** What a tool was called with, as the message that asked for it. undefined when nothing was sent. */
export function callMessages(call: Call, args: unknown): readonly Message[] | undefined {
  if (args === undefined || args === null || args === '') return undefined;
  return [
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', id: call.id ?? null, name: call.name ?? '', arguments: decoded(args) }],
    },
  ];
}

/** What it gave back, as the message that answers. */
export function resultMessages(call: Call, result: unknown): readonly Message[] | undefined {
  if (result === undefined || result === null || result === '') return undefined;
  return [{ role: 'tool', parts: [{ type: 'tool_call_response', id: call.id ?? null, response: decoded(result) }] }];
}
