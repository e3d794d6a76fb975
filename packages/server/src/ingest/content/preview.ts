import type { Message } from '../dialects/types.ts';

const length = 200;

/** The first 200 characters (whole code points) on one line. */
function shortened(text: string): string {
  const line = text
    .trimStart()
    .slice(0, length + 60)
    .replace(/[\t\n\v\f\r]+| {2,}/g, ' ')
    .trim();
  if (line.length <= length) return line;
  const last = line.charCodeAt(length - 1);
  return line.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

/** What a person asked: text of the first message of the user, else the arguments of the first call. Cleaned messages only. */
export function inputPreview(messages: readonly Message[]): string {
  for (const message of messages)
    if (message.role === 'user') for (const text of textsOf(message)) return shortened(text);
  for (const message of messages)
    for (const part of message.parts) if (part.type === 'tool_call') return shortened(asText(part.arguments));
  return anyText(messages);
}

/** What was answered: text of the last message of the assistant, else a tool's result, else the calls it asked for. */
export function outputPreview(messages: readonly Message[]): string {
  for (const message of messages.toReversed())
    if (message.role === 'assistant') for (const text of textsOf(message)) return shortened(text);
  for (const message of messages.toReversed())
    for (const part of message.parts) {
      if (part.type === 'tool_call_response') return shortened(asText(part.response));
      if (part.type === 'tool_call') return shortened(`${part.name} ${asText(part.arguments)}`);
    }
  return anyText(messages);
}

function* textsOf(message: Message): Generator<string> {
  for (const part of message.parts) if (part.type === 'text' && part.content.trim() !== '') yield part.content;
}

function anyText(messages: readonly Message[]): string {
  for (const message of messages) {
    for (const text of textsOf(message)) return shortened(text);
    for (const part of message.parts) if (part.type === 'data') return shortened(asText(part.content));
  }
  return '';
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
