import type { Answer, Call, Finish, ModelClient, Request, Said } from './talk.ts';

type Wire = { id: string; type: 'function'; function: { name: string; arguments: string } };
type Message = { content: string | null; refusal: string | null; tool_calls?: Wire[] };
type Usage = {
  prompt_tokens: number;
  completion_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
};
type Whole = {
  id: string;
  model: string;
  choices: { message: Message; finish_reason: string }[];
  usage?: Usage | null;
};
type Delta = { content?: string; refusal?: string | null; tool_calls?: ({ index: number } & Partial<Wire>)[] };
type Chunk = { id: string; model: string; choices: { delta: Delta; finish_reason: string | null }[]; usage?: Usage };

export const openaiChat: ModelClient = {
  provider: 'openai',
  path: '/v1/chat/completions',
  body: ({ model, system, said, tools, maxTokens, stream, wantsUsage }: Request) => ({
    model,
    messages: [{ role: 'system', content: system }, ...said.map(message)],
    ...(tools.length === 0
      ? {}
      : { tools: tools.map(({ name, about }) => ({ type: 'function', function: { name, description: about } })) }),
    max_completion_tokens: maxTokens,
    ...(stream ? { stream: true, ...(wantsUsage ? { stream_options: { include_usage: true } } : {}) } : {}),
  }),
  joined(events): Whole {
    const message: Message = { content: null, refusal: null };
    const calls: Wire[] = [];
    const whole: Whole = { id: '', model: '', choices: [{ message, finish_reason: 'stop' }] };
    for (const chunk of events as Chunk[]) {
      [whole.id, whole.model] = [chunk.id, chunk.model];
      if (chunk.usage !== undefined) whole.usage = chunk.usage;
      const [choice] = chunk.choices;
      if (choice === undefined) continue;
      if (choice.finish_reason !== null) whole.choices[0]!.finish_reason = choice.finish_reason;
      if (choice.delta.content) message.content = (message.content ?? '') + choice.delta.content;
      if (choice.delta.refusal) message.refusal = (message.refusal ?? '') + choice.delta.refusal;
      for (const { index, id, function: part } of choice.delta.tool_calls ?? []) {
        calls[index] ??= { id: id ?? '', type: 'function', function: { name: part?.name ?? '', arguments: '' } };
        calls[index].function.arguments += part?.arguments ?? '';
      }
    }
    if (calls.length > 0) message.tool_calls = calls;
    return whole;
  },
  read(answer): Answer {
    const { id, model, choices, usage } = answer as Whole;
    const { message: said, finish_reason } = choices[0]!;
    return {
      text: said.content,
      reasoning: null,
      refusal: said.refusal,
      calls: (said.tool_calls ?? []).map((call) => ({ id: call.id, ...call.function })),
      finish: said.refusal !== null ? 'content_filter' : (finishes[finish_reason] ?? 'stop'),
      usage: usage
        ? {
            input: usage.prompt_tokens,
            output: usage.completion_tokens,
            cacheRead: usage.prompt_tokens_details.cached_tokens,
            cacheWrite: 0,
            reasoning: usage.completion_tokens_details.reasoning_tokens,
          }
        : null,
      responseId: id,
      model,
    };
  },
};

const finishes: Record<string, Finish> = { stop: 'stop', length: 'length', tool_calls: 'tool_call' };

function message(said: Said): object {
  if (said.role === 'user') return { role: 'user', content: said.text };
  if (said.role === 'tool') return { role: 'tool', tool_call_id: said.callId, content: said.text };
  const calls = said.calls.map(({ id, name, arguments: text }: Call) => ({
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
  return { role: 'assistant', content: said.text, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}
