import { decoded, isObject } from '../content/json.ts';
import { isMessage, messagesOf, textMessage } from '../content/messages.ts';
import { partsOf } from '../content/parts.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Facts, Message } from './types.ts';

/** What a convention recorded as the input and output of a span, whatever it is: text, JSON text or structure. */
export type Payload = { readonly input?: unknown; readonly output?: unknown };

/** Reads a payload by the kind of the span: a call's messages, a tool's arguments and result, or what was said. */
export function readPayload(facts: Facts, { input, output }: Payload): void {
  if (facts.kind === 'llm') return readCall(facts, decoded(input), decoded(output));
  const call = { id: facts.toolCallId, name: facts.tool };
  const isCall = facts.kind === 'tool' || facts.kind === 'handoff';
  const asked = isCall ? callMessages(call, input) : said(decoded(input), 'user');
  const answered = isCall ? resultMessages(call, output) : said(decoded(output), 'assistant');
  if (asked !== undefined) facts.input = asked;
  if (answered !== undefined) facts.output = answered;
}

/** The messages in a value, or the value itself as one message; undefined when nothing was sent. */
export function said(value: unknown, role: string): readonly Message[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return [textMessage(role, value)];
  const list = isObject(value) ? (value['messages'] ?? value) : value;
  const messages = Array.isArray(list) && list.length === 1 && Array.isArray(list[0]) ? list[0] : list;
  if (Array.isArray(messages) && messages.length > 0 && messages.every(isMessage))
    return messagesOf(messages, role).messages;
  if (isMessage(value)) return messagesOf([value], role).messages;
  return [{ role, parts: [{ type: 'data', content: value }] }];
}

/** A provider's request and answer, whole or their messages alone. */
function readCall(facts: Facts, request: unknown, answer: unknown): void {
  const asked = isObject(request)
    ? (request['messages'] ?? request['input'] ?? request['contents'] ?? request['prompt'] ?? request)
    : request;
  const input = said(decoded(asked), 'user');
  if (input !== undefined) facts.input = input;
  if (isObject(request)) {
    const tools = decoded(request['tools']);
    if (Array.isArray(tools) && tools.length > 0) facts.toolDefinitions = tools;
    const { parts } = partsOf(request['system'] ?? request['instructions']);
    if (parts.length > 0) facts.systemInstructions = [{ role: 'system', parts }];
  }
  if (answer === undefined || answer === null || answer === '') return;
  const given = isObject(answer) ? (answer['choices'] ?? answer['output'] ?? answer['candidates'] ?? answer) : answer;
  const { messages, refused } = typeof given === 'string' ? plain(given) : messagesOf(given, 'assistant');
  if (messages.length > 0) facts.output = messages;
  if (refused) facts.refused = true;
}

const plain = (text: string) => ({ messages: [textMessage('assistant', text)], refused: false });
