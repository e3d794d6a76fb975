import type { Message } from 'signalbox/contract/monitoring';
import { pretty } from '../format/json.ts';

type Part = Message['parts'][number];

/** A message as text to paste elsewhere: its parts one below the other, whole. */
export const messageText = (message: Message): string => message.parts.map(partText).join('\n\n');

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.content;
    case 'tool_call':
      return `${part.name}(${pretty(part.arguments)})`;
    case 'tool_call_response':
      return pretty(part.response);
    case 'media':
      return `[${part.mimeType ?? 'media'}, ${part.bytes} bytes, sha256 ${part.sha256}, not kept]`;
    case 'data':
      return pretty(part.content);
  }
}
