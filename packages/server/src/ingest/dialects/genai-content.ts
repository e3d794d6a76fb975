import { isObject } from '../content/json.ts';
import { messagesOf } from '../content/messages.ts';
import { partsOf } from '../content/parts.ts';
import type { Attributes } from '../otlp/types.ts';
import { has, present, text, value } from './attribute.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Facts, Message } from './types.ts';
import { type Branch, leafText, numbered, unflatten } from './unflatten.ts';

const contentKeys = [
  'gen_ai.system_instructions',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.prompt',
  'gen_ai.completion',
];

/** Messages, tools and instructions by the GenAI names: on a span, or on the event that carries them apart. */
export function readGenaiContent(attributes: Attributes, facts: Facts): void {
  const consumed = present(attributes, contentKeys);
  if (consumed.length > 0) {
    readStructured(attributes, facts);
    readTool(attributes, facts);
  }
  // Before 1.37, and written by hand since: gen_ai.prompt.0.role and its like.
  if (
    attributes.has('gen_ai.prompt.0.role') ||
    attributes.has('gen_ai.prompt.0.content') ||
    attributes.has('gen_ai.completion.0.content')
  ) {
    const { trees, keys } = unflatten(attributes, ['gen_ai.prompt.', 'gen_ai.completion.']);
    facts.input ??= flatMessages(trees.get('gen_ai.prompt.'), 'user');
    facts.output ??= flatMessages(trees.get('gen_ai.completion.'), 'assistant');
    consumed.push(...keys.filter((key) => /\.\d+\./.test(key)));
  }
  if (consumed.length > 0) facts.consumed = consumed;
}

function readStructured(attributes: Attributes, facts: Facts): void {
  const instructions = instructionsOf(value(attributes, 'gen_ai.system_instructions'));
  if (instructions !== undefined) facts.systemInstructions = instructions;
  const input = messagesOf(
    value(attributes, 'gen_ai.input.messages') ?? promptOf(value(attributes, 'gen_ai.prompt')),
    'user',
  );
  if (input.messages.length > 0) facts.input = input.messages;
  const output = messagesOf(
    value(attributes, 'gen_ai.output.messages') ?? completionOf(value(attributes, 'gen_ai.completion')),
    'assistant',
  );
  if (output.messages.length > 0) facts.output = output.messages;
  if (output.refused) facts.refused = true;
  const definitions = value(attributes, 'gen_ai.tool.definitions');
  if (Array.isArray(definitions) && definitions.length > 0) facts.toolDefinitions = definitions;
}

/** Parts, one text, or whole messages: one system message. */
function instructionsOf(sent: unknown): readonly Message[] | undefined {
  if (Array.isArray(sent) && sent.some((item) => isObject(item) && 'role' in item))
    return messagesOf(sent, 'system').messages;
  const { parts } = partsOf(sent);
  return parts.length === 0 ? undefined : [{ role: 'system', parts }];
}

/** LangSmith puts the whole request or answer there. */
const promptOf = (sent: unknown): unknown => (isObject(sent) ? (sent['messages'] ?? sent['input'] ?? sent) : sent);
const completionOf = (sent: unknown): unknown => (isObject(sent) ? (sent['choices'] ?? sent['output'] ?? sent) : sent);

function readTool(attributes: Attributes, facts: Facts): void {
  if (!has(attributes, 'gen_ai.tool.call.arguments') && !has(attributes, 'gen_ai.tool.call.result')) return;
  const call = { id: text(attributes, 'gen_ai.tool.call.id'), name: text(attributes, 'gen_ai.tool.name') };
  const input = callMessages(call, attributes.get('gen_ai.tool.call.arguments'));
  const output = resultMessages(call, attributes.get('gen_ai.tool.call.result'));
  if (input !== undefined) facts.input = input;
  if (output !== undefined) facts.output = output;
}

const flatMessages = (tree: Branch | undefined, role: string): readonly Message[] =>
  numbered(tree).flatMap((branch) => {
    const calls = numbered(branch.get('tool_calls')).map((call) => ({
      id: leafText(call, 'id'),
      name: leafText(call, 'name'),
      arguments: leafText(call, 'arguments'),
    }));
    const answered = leafText(branch, 'tool_call_id');
    const message = {
      role: leafText(branch, 'role') ?? role,
      content: leafText(branch, 'content'),
      tool_calls: calls,
      tool_call_id: answered,
    };
    return messagesOf([message], role).messages;
  });
