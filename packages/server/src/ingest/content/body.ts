import type { Message, MessagePart } from '../dialects/types.ts';
import { cleanText, cleanValue, type Met } from '../scrub/clean.ts';

/**
 * A message as it is stored: cleaned, and its canonical JSON (fixed order of fields, keys of values sorted, no escapes of
 * ordinary text). Without its finish reason: an answer comes again in the history of the next call, which has none, and
 * must be the same body there. The reason stands on the span.
 */
export type Body = { message: Message; json: string };

export function messageBody(message: Message, met: Met): Body {
  const clean: Message = {
    role: cleanText(message.role, met),
    parts: message.parts.map((part) => cleanPart(part, met)),
  };
  return { message: clean, json: JSON.stringify(clean) };
}

/** Tool definitions in one body; schemas keep the names of their properties. */
export function toolsBody(definitions: readonly unknown[], met: Met): string {
  return JSON.stringify(cleanValue(definitions, met, { schema: true }));
}

function cleanPart(part: MessagePart, met: Met): MessagePart {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: cleanText(part.content, met) };
    case 'tool_call':
      return {
        type: 'tool_call',
        id: cleanId(part.id, met),
        name: cleanText(part.name, met),
        arguments: cleanValue(part.arguments, met),
      };
    case 'tool_call_response': {
      const name = part.name === undefined ? {} : { name: cleanText(part.name, met) };
      return {
        type: 'tool_call_response',
        id: cleanId(part.id, met),
        ...name,
        response: cleanValue(part.response, met),
      };
    }
    case 'media':
      met.add('media');
      return {
        type: 'media',
        mimeType: part.mimeType === null ? null : cleanText(part.mimeType, met),
        bytes: part.bytes,
        sha256: part.sha256,
      };
    case 'data':
      return { type: 'data', content: cleanValue(part.content, met) };
  }
}

const cleanId = (id: string | null, met: Met): string | null => (id === null ? null : cleanText(id, met));
