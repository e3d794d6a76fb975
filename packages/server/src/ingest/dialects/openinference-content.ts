import { decoded, isObject, type JsonObject } from '../content/json.ts';
import { messagesOf, roleOf } from '../content/messages.ts';
import { partsOf } from '../content/parts.ts';
import type { SpanIn } from '../otlp/types.ts';
import { has, text, value } from './attribute.ts';
import { said } from './payload.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Facts, Message, MessagePart } from './types.ts';
import { below, type Branch, leafText, numbered, unflatten } from './unflatten.ts';

const inputs = 'llm.input_messages.';
const outputs = 'llm.output_messages.';
const tools = 'llm.tools.';

/** Content of an OpenInference span; `parameters` is its parsed `llm.invocation_parameters`. */
export function readOpeninferenceContent(span: SpanIn, facts: Facts, parameters: JsonObject): void {
  const { attributes } = span;
  if (facts.kind === 'tool' || facts.kind === 'handoff') readTool(span, facts);
  else if (facts.kind === 'llm') readCall(span, facts, parameters);
  else {
    const input = plain(span, 'input', 'user');
    const output = plain(span, 'output', 'assistant');
    if (input !== undefined) facts.input = input;
    if (output !== undefined) facts.output = output;
  }
  facts.consumed = [...(facts.consumed ?? []), ...['input.value', 'output.value'].filter((key) => attributes.has(key))];
}

/** The flattened messages are the better copy: `input.value` holds the same as the provider's raw request. */
function readCall(span: SpanIn, facts: Facts, parameters: JsonObject): void {
  const { attributes } = span;
  const { trees, keys } = unflatten(attributes, [inputs, outputs, tools]);
  const input = numbered(trees.get(inputs)).flatMap((branch) => messageOf(branch, 'user'));
  const output = numbered(trees.get(outputs)).flatMap((branch) => messageOf(branch, 'assistant'));
  facts.input = input.length > 0 ? input : (plain(span, 'input', 'user') ?? []);
  facts.output = output.length > 0 ? output : (plain(span, 'output', 'assistant') ?? []);
  const definitions = numbered(trees.get(tools)).flatMap(
    (branch) => decoded(leafText(branch, 'tool', 'json_schema')) ?? [],
  );
  if (definitions.length > 0) facts.toolDefinitions = definitions;
  const system = partsOf(parameters['system'] ?? parameters['instructions']).parts;
  if (system.length > 0) facts.systemInstructions = [{ role: 'system', parts: system }];
  facts.consumed = keys;
  const slim = settings(parameters);
  if (slim !== undefined) facts.replaced = new Map([['llm.invocation_parameters', slim]]);
  const answer =
    text(attributes, 'output.value')?.startsWith('{') === true ? value(attributes, 'output.value') : undefined;
  if (!isObject(answer)) return;
  if (typeof answer['id'] === 'string') facts.responseId = answer['id'];
  // The flattened messages leave refusals out: only the provider's raw answer has them.
  if (messagesOf(answer['choices'] ?? answer['output'] ?? [], 'assistant').refused) facts.refused = true;
}

/** The parameters without what is content and kept as such. */
function settings(parameters: JsonObject): string | undefined {
  const names = Object.keys(parameters);
  const kept = names.filter(
    (name) => !['system', 'instructions', 'tools', 'messages', 'input', 'functions'].includes(name),
  );
  return kept.length === names.length
    ? undefined
    : JSON.stringify(Object.fromEntries(kept.map((name) => [name, parameters[name]])));
}

/** `input.value` by its type: JSON is looked into for messages, text stays text. */
function plain(span: SpanIn, side: 'input' | 'output', role: string): readonly Message[] | undefined {
  const raw = text(span.attributes, `${side}.value`);
  if (raw === undefined) return undefined;
  return said(text(span.attributes, `${side}.mime_type`) === 'application/json' ? decoded(raw) : raw, role);
}

function readTool({ attributes }: SpanIn, facts: Facts): void {
  const call = { id: facts.toolCallId, name: facts.tool };
  const input = callMessages(
    call,
    has(attributes, 'input.value') ? attributes.get('input.value') : attributes.get('tool.parameters'),
  );
  const output = resultMessages(call, attributes.get('output.value'));
  if (input !== undefined) facts.input = input;
  if (output !== undefined) facts.output = output;
}

function messageOf(branch: Branch, fallback: string): Message[] {
  const role = roleOf(leafText(branch, 'message', 'role') ?? fallback);
  const content = below(branch, 'message', 'content');
  const contents = numbered(below(branch, 'message', 'contents'));
  const answered = leafText(branch, 'message', 'tool_call_id');
  const parts =
    contents.length > 0 ? contents.flatMap(contentParts) : partsOf(content instanceof Map ? undefined : content).parts;
  if (answered !== undefined)
    return [
      { role: 'tool', parts: [{ type: 'tool_call_response', id: answered, response: decoded(responseOf(parts)) }] },
    ];
  // The same call stands among the contents and among the tool calls: once is enough.
  const known = new Set(parts.map((part) => (part.type === 'tool_call' ? (part.id ?? part.name) : undefined)));
  for (const call of numbered(below(branch, 'message', 'tool_calls'))) {
    const part = callOf(call);
    if (part !== undefined && part.type === 'tool_call' && !known.has(part.id ?? part.name)) parts.push(part);
  }
  return parts.length === 0 ? [] : [{ role, parts }];
}

const responseOf = (parts: readonly MessagePart[]): unknown =>
  parts.length === 1 && parts[0]?.type === 'text' ? parts[0].content : parts;

function contentParts(branch: Branch): MessagePart[] {
  const call = callOf(branch);
  if (call !== undefined) return [call];
  const content = leafText(branch, 'message_content', 'text');
  const url =
    leafText(branch, 'message_content', 'image', 'image', 'url') ?? leafText(branch, 'message_content', 'image', 'url');
  if (url !== undefined) return partsOf([{ type: 'image_url', image_url: { url } }]).parts;
  if (content === undefined) return [];
  return [{ type: leafText(branch, 'message_content', 'type') === 'reasoning' ? 'reasoning' : 'text', content }];
}

function callOf(branch: Branch): MessagePart | undefined {
  const name = leafText(branch, 'tool_call', 'function', 'name');
  if (name === undefined) return undefined;
  return {
    type: 'tool_call',
    id: leafText(branch, 'tool_call', 'id') ?? null,
    name,
    arguments: decoded(leafText(branch, 'tool_call', 'function', 'arguments') ?? null),
  };
}
