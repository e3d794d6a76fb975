import { isObject } from '../content/json.ts';
import { messagesOf, textMessage } from '../content/messages.ts';
import { partsOf, toolCallOf } from '../content/parts.ts';
import { decoded } from '../content/json.ts';
import type { Attributes } from '../otlp/types.ts';
import { has, present, text, value } from './attribute.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Facts, Message, MessagePart } from './types.ts';

const contentKeys = [
  'ai.prompt',
  'ai.prompt.messages',
  'ai.prompt.tools',
  'ai.response.text',
  'ai.response.toolCalls',
  'ai.response.object',
  'ai.response.reasoning',
  'ai.toolCall.args',
  'ai.toolCall.result',
  'ai.value',
  'ai.values',
  // Vectors: numbers that no one reads, several kB each. The text they stand for is kept.
  'ai.embedding',
  'ai.embeddings',
];

export function readVercelContent(attributes: Attributes, facts: Facts): void {
  const consumed = present(attributes, contentKeys);
  if (consumed.length === 0) return;
  facts.consumed = consumed;
  if (has(attributes, 'ai.toolCall.name')) return readToolCall(attributes, facts);
  readPrompt(attributes, facts);
  const output = response(attributes);
  if (output !== undefined) facts.output = [output];
  const tools = value(attributes, 'ai.prompt.tools');
  if (Array.isArray(tools) && tools.length > 0) facts.toolDefinitions = tools.map(decoded);
}

function readPrompt(attributes: Attributes, facts: Facts): void {
  const messages = value(attributes, 'ai.prompt.messages');
  const prompt = value(attributes, 'ai.prompt');
  const texts = value(attributes, 'ai.values') ?? value(attributes, 'ai.value');
  if (messages !== undefined) facts.input = messagesOf(messages, 'user').messages;
  else if (isObject(prompt)) {
    const system = prompt['system'];
    if (typeof system === 'string' && system !== '') facts.systemInstructions = [textMessage('system', system)];
    else {
      const { messages: instructions } = messagesOf(system, 'system');
      // An empty list would stand for instructions, and take those among the messages away.
      if (instructions.length > 0) facts.systemInstructions = instructions;
    }
    // `prompt` is a text, or messages under the same name.
    facts.input = messagesOf(prompt['messages'] ?? prompt['prompt'], 'user').messages;
  } else if (prompt !== undefined) facts.input = messagesOf(prompt, 'user').messages;
  else if (texts !== undefined) facts.input = (Array.isArray(texts) ? texts : [texts]).flatMap(embedded);
}

/** Each text to embed is a JSON text of its own. */
function embedded(item: unknown): Message[] {
  const { parts } = partsOf(decoded(item));
  return parts.length === 0 ? [] : [{ role: 'user', parts }];
}

function response(attributes: Attributes): Message | undefined {
  const parts: MessagePart[] = [];
  const reasoning = text(attributes, 'ai.response.reasoning');
  if (reasoning !== undefined) parts.push({ type: 'reasoning', content: reasoning });
  const answer = text(attributes, 'ai.response.text');
  if (answer !== undefined) parts.push({ type: 'text', content: answer });
  const calls = value(attributes, 'ai.response.toolCalls');
  for (const call of Array.isArray(calls) ? calls : []) {
    const part = toolCallOf(call);
    if (part !== undefined) parts.push(part);
  }
  const structured = value(attributes, 'ai.response.object');
  if (structured !== undefined && structured !== null) parts.push({ type: 'data', content: structured });
  return parts.length === 0 ? undefined : { role: 'assistant', parts };
}

function readToolCall(attributes: Attributes, facts: Facts): void {
  const call = { id: text(attributes, 'ai.toolCall.id'), name: text(attributes, 'ai.toolCall.name') };
  const input = callMessages(call, attributes.get('ai.toolCall.args'));
  const output = resultMessages(call, attributes.get('ai.toolCall.result'));
  if (input !== undefined) facts.input = input;
  if (output !== undefined) facts.output = output;
}
