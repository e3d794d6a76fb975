import { decoded, isObject } from '../content/json.ts';
import { messagesOf } from '../content/messages.ts';
import type { Attributes, AttributeValue, EventIn } from '../otlp/types.ts';
import { present } from './attribute.ts';
import { readGenaiContent } from './genai-content.ts';
import type { Facts, Message } from './types.ts';

/** Messages that come apart from the attributes of their span: as its events, or as log records that name it. */

export const inferenceDetails = 'gen_ai.client.inference.operation.details';
/** One message each (conventions up to 1.36), by the name of the event. */
const roles: { readonly [event: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
  'gen_ai.choice': 'assistant',
  // Up to 1.27, on spans only.
  'gen_ai.content.prompt': 'user',
  'gen_ai.content.completion': 'assistant',
});
const contentKeys = ['gen_ai.event.content', 'gen_ai.prompt', 'gen_ai.completion', 'content', 'message', 'tool_calls'];

/** What one event says; undefined where it holds no message. `consumed`: its attributes that are content. */
export function saidByEvent(name: string, attributes: Attributes, body: AttributeValue): Facts | undefined {
  if (name === inferenceDetails) {
    const facts: Facts = {};
    readGenaiContent(attributes, facts);
    return facts.consumed === undefined ? undefined : facts;
  }
  const role = roles[name];
  if (role === undefined) return undefined;
  const messages = messagesIn(decoded(body ?? contentOf(attributes)), role);
  if (messages.length === 0) return undefined;
  const isAnswer = name === 'gen_ai.choice' || name === 'gen_ai.content.completion';
  return { [isAnswer ? 'output' : 'input']: messages, consumed: present(attributes, contentKeys) };
}

/** A body that is the message itself, or its content alone; lists in the two oldest events. */
function messagesIn(sent: unknown, role: string): readonly Message[] {
  if (sent === undefined || sent === null) return [];
  const whole =
    isObject(sent) && sent['role'] === undefined && sent['message'] === undefined ? { role, ...sent } : sent;
  return messagesOf(Array.isArray(whole) ? whole : [whole], role).messages;
}

/** Its message as JSON under one key, or spread over attributes. */
function contentOf(attributes: Attributes): unknown {
  const whole =
    attributes.get('gen_ai.event.content') ?? attributes.get('gen_ai.prompt') ?? attributes.get('gen_ai.completion');
  if (whole !== undefined) return whole;
  const spread = present(attributes, ['role', 'content', 'message', 'tool_calls', 'id']);
  return spread.length === 0 ? undefined : Object.fromEntries(spread.map((key) => [key, decoded(attributes.get(key))]));
}

/** Fills in what the attributes of the span left out. */
export function readSpanEvents(events: readonly EventIn[], facts: Facts): void {
  for (const direction of ['input', 'output', 'systemInstructions'] as const) {
    if (facts[direction] !== undefined) continue;
    const messages = events.flatMap(({ name, attributes }) => saidByEvent(name, attributes, null)?.[direction] ?? []);
    if (messages.length > 0) facts[direction] = messages;
  }
}

/** Attributes of an event that are kept as content: not stored a second time with the event. */
export const eventContent = ({ name, attributes }: EventIn): readonly string[] | undefined =>
  name.startsWith('gen_ai.') ? saidByEvent(name, attributes, null)?.consumed : undefined;
