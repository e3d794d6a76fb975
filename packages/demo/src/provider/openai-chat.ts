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

/** OpenAI's chat completions. */
export const openaiChat: Dialect = {
  path: '/v1/chat/completions',
  ask: askOf,
  refuse: openaiRefusal,
  answer(turn: Turn): object {
    return {
      ...head(turn, 'chat.completion'),
      choices: [{ index: 0, message: messageOf(turn), logprobs: null, finish_reason: finishOf(turn) }],
      usage: usageOf(turn),
    };
  },
  events(turn: Turn): ServerEvent[] {
    const chunk = (more: object): ServerEvent => ({
      event: null,
      data: { ...head(turn, 'chat.completion.chunk'), ...more },
    });
    const delta = (change: object, finish: string | null = null): ServerEvent =>
      chunk({ choices: [{ index: 0, delta: change, logprobs: null, finish_reason: finish }] });
    return [
      delta({ role: 'assistant', content: '', refusal: null }),
      ...piecesOf(turn.refusal ?? '').map((piece) => delta({ refusal: piece })),
      ...piecesOf(turn.text ?? '').map((piece) => delta({ content: piece })),
      ...turn.calls.flatMap((call, index) => [
        delta({ tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }] }),
        ...piecesOf(call.arguments).map((piece) => delta({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      delta({}, finishOf(turn)),
      ...(turn.ask.wantsUsage ? [chunk({ choices: [], usage: usageOf(turn) })] : []),
      { event: null, data: '[DONE]' },
    ];
  },
};

function askOf(body: Json): Ask {
  const messages = listOf(body['messages']);
  if (messages.length === 0) throw new Error("'messages' must have at least one message");
  const user = messages.findLastIndex((message) => message['role'] === 'user');
  const options = body['stream_options'];
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  return {
    model: modelOf(body),
    stream: body['stream'] === true,
    lastUser: textOf(messages[user]?.['content']),
    toolResults: messages
      .slice(user + 1)
      .filter((message) => message['role'] === 'tool')
      .map((message) => textOf(message['content'])),
    tools: listOf(body['tools']).map((tool) => wordOf((tool['function'] as Json | undefined)?.['name'])),
    maxTokens: typeof limit === 'number' ? limit : null,
    wantsUsage: typeof options === 'object' && (options as Json | null)?.['include_usage'] === true,
    promptText: JSON.stringify([messages, body['tools'] ?? []]),
  };
}

const head = (turn: Turn, object: string): object => ({
  id: `chatcmpl-${turn.id}`,
  object,
  created: turn.created,
  model: `${turn.ask.model}-2026-08-07`,
  service_tier: 'default',
  system_fingerprint: 'fp_fake',
});

const messageOf = (turn: Turn): object => ({
  role: 'assistant',
  content: turn.text,
  refusal: turn.refusal,
  ...(turn.calls.length === 0
    ? {}
    : {
        tool_calls: turn.calls.map(({ id, name, arguments: text }) => ({
          id,
          type: 'function',
          function: { name, arguments: text },
        })),
      }),
  annotations: [],
});

const finishOf = (turn: Turn): string => (turn.truncated ? 'length' : turn.calls.length > 0 ? 'tool_calls' : 'stop');

const usageOf = ({ usage }: Turn): object => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cacheRead, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: usage.reasoning,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});
