import {
  type Ask,
  type Dialect,
  type Json,
  listOf,
  modelOf,
  piecesOf,
  type Refusal,
  type ServerEvent,
  textOf,
  type Turn,
  wordOf,
} from './dialect.ts';

/** Anthropic's messages. Its `input_tokens` leave out what the cache gave or took. */
export const anthropicMessages: Dialect = {
  path: '/v1/messages',
  ask: askOf,
  refuse,
  answer: (turn: Turn): object => messageOf(turn),
  events(turn: Turn): ServerEvent[] {
    const whole = messageOf(turn);
    const begun = { ...whole, content: [], stop_reason: null, usage: { ...whole.usage, output_tokens: 1 } };
    const events: Json[] = [
      { type: 'message_start', message: begun },
      ...whole.content.flatMap((block, index) => blockEvents(block, index)),
      {
        type: 'message_delta',
        delta: { stop_reason: whole.stop_reason, stop_sequence: null },
        usage: { output_tokens: whole.usage.output_tokens },
      },
      { type: 'message_stop' },
    ];
    return events.map((data) => ({ event: wordOf(data['type']), data }));
  },
};

const isResult = (message: Json): boolean => listOf(message['content']).some((part) => part['type'] === 'tool_result');

function askOf(body: Json): Ask {
  const messages = listOf(body['messages']);
  if (messages.length === 0) throw new Error('messages: at least one message is required');
  if (typeof body['max_tokens'] !== 'number') throw new Error('max_tokens: Field required');
  const user = messages.findLastIndex((message) => message['role'] === 'user' && !isResult(message));
  return {
    model: modelOf(body),
    stream: body['stream'] === true,
    lastUser: textOf(messages[user]?.['content']),
    toolResults: messages
      .slice(user + 1)
      .flatMap((message) => listOf(message['content']))
      .filter((part) => part['type'] === 'tool_result')
      .map((part) => textOf(part['content'])),
    tools: listOf(body['tools']).map((tool) => wordOf(tool['name'])),
    maxTokens: body['max_tokens'],
    wantsUsage: true,
    promptText: JSON.stringify([body['system'] ?? '', messages, body['tools'] ?? []]),
  };
}

function messageOf(turn: Turn) {
  const { usage } = turn;
  const content: Json[] = [];
  if (turn.reasoning !== null)
    content.push({ type: 'thinking', thinking: turn.reasoning, signature: `sig_${turn.id}` });
  if (turn.refusal !== null) content.push({ type: 'text', text: turn.refusal });
  if (turn.text !== null) content.push({ type: 'text', text: turn.text });
  for (const call of turn.calls)
    content.push({ type: 'tool_use', id: call.id, name: call.name, input: inputOf(call.arguments) });
  const stop = turn.calls.length > 0 ? 'tool_use' : 'end_turn';
  return {
    id: `msg_${turn.id}`,
    type: 'message',
    role: 'assistant',
    model: turn.ask.model,
    content,
    stop_reason: turn.refusal !== null ? 'refusal' : turn.truncated ? 'max_tokens' : stop,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input - usage.cacheRead - usage.cacheWrite,
      cache_creation_input_tokens: usage.cacheWrite,
      cache_read_input_tokens: usage.cacheRead,
      output_tokens: usage.output,
      service_tier: 'standard',
    },
  };
}

/** Its tool input is an object; text that is none goes out as such a client would see it, under a name no tool has. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { unparsed: text };
  }
}

function blockEvents(block: Json, index: number): Json[] {
  const [empty, deltas] = streamed(block);
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function streamed(block: Json): [Json, Json[]] {
  if (block['type'] === 'tool_use')
    return [
      { ...block, input: {} },
      piecesOf(JSON.stringify(block['input'])).map((text) => ({ type: 'input_json_delta', partial_json: text })),
    ];
  if (block['type'] === 'thinking')
    return [
      { type: 'thinking', thinking: '', signature: '' },
      [
        ...piecesOf(wordOf(block['thinking'])).map((text) => ({ type: 'thinking_delta', thinking: text })),
        { type: 'signature_delta', signature: block['signature'] },
      ],
    ];
  const pieces = piecesOf(wordOf(block['text']));
  return [{ type: 'text', text: '' }, pieces.map((text) => ({ type: 'text_delta', text }))];
}

const kinds = {
  rate_limited: { status: 429, type: 'rate_limit_error' },
  overloaded: { status: 529, type: 'overloaded_error' },
  server_error: { status: 500, type: 'api_error' },
  invalid: { status: 400, type: 'invalid_request_error' },
} as const;

function refuse(fault: keyof typeof kinds, message: string): Refusal {
  const { status, type } = kinds[fault];
  return { status, body: { type: 'error', error: { type, message } } };
}
