import { Message } from '../../contract.ts';

/** A stored body as a message. A body that is not one (an older writer's, say) is shown as the data it is. */
export function messageOf(body: string): Message {
  const value = parsed(body);
  const message = Message.safeParse(value);
  return message.success ? message.data : { role: 'unknown', parts: [{ type: 'data', content: value }] };
}

/** JSON where it is JSON, else the text itself. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
