import type { MessagePart } from '../dialects/types.ts';
import { decoded, isObject, type JsonObject, textField } from './json.ts';
import { mediaPart, wholeMedia } from './media.ts';

/** Parts of one message, and whether one of them says that the model refused. */
export type Parts = { parts: MessagePart[]; refused: boolean };

/**
 * The content of a message, in whatever provider's shape, as parts of the GenAI semantic conventions: text, a list of
 * parts (OpenAI chat and responses, Anthropic, Gemini, AI SDK, GenAI itself) or one part. Unknown parts are kept as data.
 */
export function partsOf(content: unknown): Parts {
  const out: Parts = { parts: [], refused: false };
  if (typeof content === 'string') addText(out, content);
  else if (Array.isArray(content)) for (const item of content) addPart(out, item);
  else if (content !== null && content !== undefined) addPart(out, content);
  return out;
}

/** A call of a tool from any provider's object, or undefined where there is no name to it. */
export function toolCallOf(call: unknown): MessagePart | undefined {
  if (!isObject(call)) return undefined;
  const inner = isObject(call['function'])
    ? call['function']
    : isObject(call['functionCall'])
      ? call['functionCall']
      : call;
  const name = textField(inner, 'name') ?? textField(call, 'toolName', 'name');
  if (name === undefined) return undefined;
  const args = inner['arguments'] ?? inner['args'] ?? inner['input'];
  return { type: 'tool_call', id: idOf(call), name, arguments: decoded(args ?? null) };
}

const idOf = (value: JsonObject): string | null =>
  textField(value, 'toolCallId', 'call_id', 'tool_call_id', 'tool_use_id', 'id') ?? null;

const addText = (out: Parts, text: unknown): void => {
  if (typeof text === 'string' && text !== '') out.parts.push({ type: 'text', content: text });
};

function addPart(out: Parts, part: unknown): void {
  if (typeof part === 'string') return addText(out, part);
  if (!isObject(part)) return void (part == null || out.parts.push({ type: 'data', content: part }));
  const read = readers[typeof part['type'] === 'string' ? part['type'] : ''] ?? untyped;
  if (!read(part, out)) out.parts.push({ type: 'data', content: part });
}

/** Adds the part and returns true, or returns false where the shape is not what its type promises. */
type Reader = (part: JsonObject, out: Parts) => boolean;

const text: Reader = (part, out) => {
  const value = part['content'] ?? part['text'];
  if (typeof value !== 'string') return false;
  addText(out, value);
  return true;
};

const reasoning: Reader = (part, out) => {
  const summary = Array.isArray(part['summary'])
    ? part['summary'].flatMap((item) => (isObject(item) ? (textField(item, 'text') ?? []) : [])).join('\n')
    : '';
  const content = textField(part, 'content', 'text', 'thinking') ?? summary;
  if (content !== '') out.parts.push({ type: 'reasoning', content });
  return true;
};

const toolCall: Reader = (part, out) => {
  const call = toolCallOf(part);
  if (call !== undefined) out.parts.push(call);
  return call !== undefined;
};

const toolResponse: Reader = (part, out) => {
  const name = textField(part, 'toolName', 'name');
  const raw = part['response'] ?? part['result'] ?? part['output'] ?? part['content'] ?? null;
  const response = unwrapped(raw);
  const failed = part['is_error'] === true || part['isError'] === true;
  out.parts.push({
    type: 'tool_call_response',
    id: idOf(part),
    ...(name === undefined ? {} : { name }),
    response: failed ? { error: response } : response,
  });
  return true;
};

/** AI SDK wraps results as {type: 'json' | 'text', value}; Anthropic gives a list of text parts. */
function unwrapped(value: unknown): unknown {
  const result = decoded(value);
  if (isObject(result) && typeof result['type'] === 'string' && 'value' in result && Object.keys(result).length <= 3)
    return decoded(result['value']);
  if (!Array.isArray(result) || result.length === 0) return result;
  const texts = result.map((item) => (isObject(item) && item['type'] === 'text' ? textField(item, 'text') : undefined));
  return texts.every((item) => item !== undefined) ? decoded(texts.join('\n')) : result;
}

const refusal: Reader = (part, out) => {
  out.refused = true;
  addText(out, textField(part, 'refusal', 'content', 'text'));
  return true;
};

const media: Reader = (part, out) => {
  const found = mediaIn(part) ?? keptMark(part);
  if (found !== undefined) out.parts.push(found);
  return found !== undefined;
};

/** Where the providers put the bytes. A plain URL is no media of ours: it stays as data. */
function mediaIn(part: JsonObject): MessagePart | undefined {
  const source =
    [
      part['source'],
      part['image_url'],
      part['input_audio'],
      part['file'],
      part['inlineData'],
      part['inline_data'],
    ].find(isObject) ?? part;
  const mime =
    textField(source, 'media_type', 'mediaType', 'mimeType', 'mime_type') ??
    textField(part, 'media_type', 'mediaType', 'mimeType', 'mime_type');
  const format = textField(source, 'format');
  const declared = mime ?? (format === undefined ? null : `audio/${format}`);
  for (const value of [
    source['data'],
    source['url'],
    source['file_data'],
    source['image'],
    part['image_url'],
    part['audio'],
    source['content'],
    part['file'],
  ]) {
    if (value instanceof Uint8Array) return mediaPart(declared, value);
    if (typeof value !== 'string' || value === '') continue;
    const whole = wholeMedia(value);
    if (whole !== null) return { ...whole, mimeType: whole.mimeType ?? declared };
    if (value === source['data'] || value === source['file_data']) return mediaPart(declared, value);
  }
  return undefined;
}

/** What we wrote in place of media once, and somebody sends us again. */
function keptMark({ type, mimeType, bytes, sha256 }: JsonObject): MessagePart | undefined {
  if (type !== 'media' || typeof bytes !== 'number' || !/^[0-9a-f]{64}$/.test(String(sha256))) return undefined;
  return { type, mimeType: typeof mimeType === 'string' ? mimeType : null, bytes, sha256: String(sha256) };
}

/** Gemini names the part by its key. */
const untyped: Reader = (part, out) => {
  if (typeof part['text'] === 'string') return part['thought'] === true ? reasoning(part, out) : text(part, out);
  if (isObject(part['functionCall'])) return toolCall(part, out);
  if (isObject(part['functionResponse'])) return toolResponse(part['functionResponse'], out);
  if (part['inlineData'] !== undefined || part['inline_data'] !== undefined) return media(part, out);
  return false;
};

const readers: { readonly [type: string]: Reader | undefined } = Object.assign(Object.create(null) as object, {
  text,
  input_text: text,
  output_text: text,
  reasoning,
  thinking: reasoning,
  redacted_thinking: () => true,
  tool_call: toolCall,
  'tool-call': toolCall,
  tool_use: toolCall,
  function_call: toolCall,
  function: toolCall,
  tool_call_response: toolResponse,
  'tool-result': toolResponse,
  tool_result: toolResponse,
  function_call_output: toolResponse,
  refusal,
  image: media,
  image_url: media,
  input_image: media,
  input_audio: media,
  audio: media,
  file: media,
  input_file: media,
  document: media,
  blob: media,
  media,
});
