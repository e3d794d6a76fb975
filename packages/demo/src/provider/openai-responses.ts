import {
  type Ask,
  type Dialect,
  type Json,
  listOf,
  modelOf,
  piecesOf,
  type ServerEvent,
  textOf,
  type Turn,
  wordOf,
} from './dialect.ts';
import { openaiRefusal } from './openai-refusal.ts';

type Item = { id: string; type: string } & Json;

/** OpenAI's responses. */
export const openaiResponses: Dialect = {
  path: '/v1/responses',
  ask: askOf,
  refuse: openaiRefusal,
  answer: (turn: Turn): object => response(turn, turn.truncated ? 'incomplete' : 'completed'),
  events(turn: Turn): ServerEvent[] {
    const begun = { ...response(turn, 'in_progress'), output: [], usage: null };
    const done = turn.truncated ? 'response.incomplete' : 'response.completed';
    return numbered([
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      ...itemsOf(turn).flatMap((item, index) => itemEvents(item, index)),
      { type: done, response: this.answer(turn) },
    ]);
  },
};

function askOf(body: Json): Ask {
  const sent = body['input'];
  const items: Json[] = typeof sent === 'string' ? [{ role: 'user', content: sent }] : listOf(sent);
  if (items.length === 0) throw new Error("Missing required parameter: 'input'.");
  const user = items.findLastIndex((item) => item['role'] === 'user');
  const limit = body['max_output_tokens'];
  return {
    model: modelOf(body),
    stream: body['stream'] === true,
    lastUser: textOf(items[user]?.['content']),
    toolResults: items
      .slice(user + 1)
      .filter((item) => item['type'] === 'function_call_output')
      .map((item) => textOf(item['output'])),
    tools: listOf(body['tools']).map((tool) => wordOf(tool['name'])),
    maxTokens: typeof limit === 'number' ? limit : null,
    wantsUsage: true,
    promptText: JSON.stringify([body['instructions'] ?? '', items, body['tools'] ?? []]),
  };
}

const response = (turn: Turn, status: string) => ({
  id: `resp_${turn.id}`,
  object: 'response',
  created_at: turn.created,
  status,
  error: null,
  incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
  instructions: null,
  max_output_tokens: turn.ask.maxTokens,
  model: `${turn.ask.model}-2026-08-07`,
  output: itemsOf(turn),
  parallel_tool_calls: true,
  previous_response_id: null,
  store: false,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  usage: {
    input_tokens: turn.usage.input,
    input_tokens_details: { cached_tokens: turn.usage.cacheRead },
    output_tokens: turn.usage.output,
    output_tokens_details: { reasoning_tokens: turn.usage.reasoning },
    total_tokens: turn.usage.input + turn.usage.output,
  },
  metadata: {},
});

function itemsOf(turn: Turn): Item[] {
  const items: Item[] = [];
  const say = (part: Json): void => {
    const status = turn.truncated ? 'incomplete' : 'completed';
    items.push({ id: `msg_${turn.id}`, type: 'message', status, role: 'assistant', content: [part] });
  };
  if (turn.reasoning !== null)
    items.push({ id: `rs_${turn.id}`, type: 'reasoning', summary: [{ type: 'summary_text', text: turn.reasoning }] });
  if (turn.refusal !== null) say({ type: 'refusal', refusal: turn.refusal });
  if (turn.text !== null) say({ type: 'output_text', text: turn.text, annotations: [], logprobs: [] });
  for (const { id, name, arguments: text } of turn.calls)
    items.push({ id: `fc_${id}`, type: 'function_call', status: 'completed', call_id: id, name, arguments: text });
  return items;
}

function itemEvents(item: Item, index: number): Json[] {
  const own = { item_id: item.id, output_index: index };
  const added = { ...item, ...emptied(item) };
  return [
    { type: 'response.output_item.added', output_index: index, item: added },
    ...(item.type === 'message' ? contentEvents(listOf(item['content'])[0]!, own) : []),
    ...(item.type === 'function_call'
      ? [
          ...piecesOf(wordOf(item['arguments'])).map((delta) => ({
            type: 'response.function_call_arguments.delta',
            ...own,
            delta,
          })),
          { type: 'response.function_call_arguments.done', ...own, arguments: item['arguments'] },
        ]
      : []),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function emptied(item: Item): Json {
  if (item.type === 'message') return { status: 'in_progress', content: [] };
  return item.type === 'function_call' ? { status: 'in_progress', arguments: '' } : { summary: [] };
}

function contentEvents(part: Json, own: Json): Json[] {
  const at = { ...own, content_index: 0 };
  const [field, name] = part['type'] === 'refusal' ? ['refusal', 'refusal'] : ['text', 'output_text'];
  const text = wordOf(part[field!]);
  return [
    { type: 'response.content_part.added', ...at, part: { ...part, [field!]: '' } },
    ...piecesOf(text).map((delta) => ({ type: `response.${name}.delta`, ...at, delta })),
    { type: `response.${name}.done`, ...at, [field!]: text },
    { type: 'response.content_part.done', ...at, part },
  ];
}

const numbered = (events: readonly Json[]): ServerEvent[] =>
  events.map((event, index) => ({ event: wordOf(event['type']), data: { ...event, sequence_number: index } }));
