import type { Message } from '../dialects/types.ts';
import { decoded, isObject, type JsonObject, textField } from './json.ts';
import { partsOf, toolCallOf } from './parts.ts';

/** Messages as a convention sent them, in our parts; `refused` where one of them holds a refusal. */
type Conversation = { messages: Message[]; refused: boolean };

/**
 * Any list of messages: JSON text or structure, of OpenAI (chat and responses), Anthropic, Gemini, AI SDK or GenAI shape.
 * @param role what a bare text or a message without a role is taken for.
 */
export function messagesOf(value: unknown, role: string): Conversation {
  const out: Conversation = { messages: [], refused: false };
  const list = decoded(value);
  if (Array.isArray(list)) for (const item of list) add(out, item, role);
  else if (list !== null && list !== undefined && list !== '') add(out, list, role);
  return out;
}

/** One message with the text as it is: never read as JSON, however much it looks like it. */
export const textMessage = (role: string, content: string): Message => ({ role, parts: [{ type: 'text', content }] });

function add(out: Conversation, item: unknown, fallback: string): void {
  if (!isObject(item)) {
    if (item !== null && item !== undefined && item !== '') push(out, { role: fallback, parts: partsOf(item).parts });
    return;
  }
  const wrapped = isObject(item['message']) && item['role'] === undefined ? item['message'] : item;
  const source = serialised(wrapped) ?? wrapped;
  const typed = typeof source['type'] === 'string' && source['role'] === undefined;
  const role = roleOf(textField(source, 'role') ?? (typed ? roleOfItem(source, fallback) : fallback));
  const { parts, refused } = partsOf(typed && source['type'] !== 'message' ? [source] : contentOf(source, role));
  if (textField(source, 'refusal') !== undefined) parts.push({ type: 'text', content: String(source['refusal']) });
  const calls = source['tool_calls'] ?? source['toolCalls'];
  for (const call of Array.isArray(calls) ? calls : [source['function_call']]) {
    const part = toolCallOf(call);
    if (part !== undefined) parts.push(part);
  }
  out.refused ||= refused || textField(source, 'refusal') !== undefined;
  const finishReason = textField(item, 'finish_reason', 'finishReason');
  push(out, { role, parts, ...(finishReason === undefined ? {} : { finishReason }) });
}

/** A thing that is meant as a message: it has a role, or is one of LangChain's, written out by its class. */
export const isMessage = (value: unknown): value is JsonObject =>
  isObject(value) && ('role' in value || serialised(value) !== undefined);

const classes: { readonly [name: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  HumanMessage: 'user',
  AIMessage: 'assistant',
  AIMessageChunk: 'assistant',
  SystemMessage: 'system',
  ToolMessage: 'tool',
  FunctionMessage: 'tool',
});

/** LangChain writes its messages out as `{lc: 1, id: [… class], kwargs}`. */
function serialised(value: JsonObject): JsonObject | undefined {
  const [id, fields] = [value['id'], value['kwargs']];
  if (value['lc'] !== 1 || !isObject(fields) || !Array.isArray(id)) return undefined;
  const role = classes[String(id.at(-1))];
  return role === undefined ? undefined : { ...fields, role, id: undefined, type: undefined };
}

/** Half of the providers send results as the user's: said by a tool all the same. */
function push(out: Conversation, message: Message): void {
  if (message.parts.length === 0) return;
  out.messages.push(
    message.parts.every(({ type }) => type === 'tool_call_response') ? { ...message, role: 'tool' } : message,
  );
}

/** A tool's message holds its result as plain content: give it the call it answers. */
function contentOf(source: JsonObject, role: string): unknown {
  const content = source['parts'] ?? source['content'] ?? source['text'];
  const answers =
    textField(source, 'tool_call_id', 'toolCallId') ?? (role === 'tool' ? textField(source, 'id') : undefined);
  const isList =
    Array.isArray(content) &&
    content.some((part) => isObject(part) && /tool[-_]result|tool_call_response/.test(String(part['type'])));
  if (isList || (answers === undefined && role !== 'tool') || content === undefined || content === null) return content;
  return [{ type: 'tool_result', tool_use_id: answers, name: source['name'], content }];
}

/** The responses API lists calls and results as items without a role. */
function roleOfItem(item: JsonObject, fallback: string): string {
  if (item['type'] === 'function_call' || item['type'] === 'reasoning') return 'assistant';
  return item['type'] === 'function_call_output' ? 'tool' : fallback;
}

const roles: { readonly [role: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  human: 'user',
  ai: 'assistant',
  model: 'assistant',
  function: 'tool',
  ipython: 'tool',
});

/** Roles become a low-cardinality column: known synonyms are folded, anything else is kept short. */
export const roleOf = (role: string): string => roles[role.toLowerCase()] ?? role.toLowerCase().slice(0, 40);
