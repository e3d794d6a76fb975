import type { Answer, Finish, ModelClient, Request, Said } from './talk.ts';

type Block = { type: string; text?: string; thinking?: string; id?: string; name?: string; input?: unknown };
type Usage = {
  input_tokens: number;
  output_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
};
type Whole = { id: string; model: string; content: Block[]; stop_reason: string; usage: Usage };
type StreamEvent =
  | { type: 'message_start'; message: Whole }
  | { type: 'content_block_start'; index: number; content_block: Block }
  | { type: 'content_block_delta'; index: number; delta: { text?: string; thinking?: string; partial_json?: string } }
  | { type: 'message_delta'; delta: { stop_reason: string }; usage: { output_tokens: number } }
  | { type: 'content_block_stop' | 'message_stop' };

export const anthropicMessages: ModelClient = {
  provider: 'anthropic',
  path: '/v1/messages',
  body: ({ model, system, said, tools, maxTokens, stream }: Request) => ({
    model,
    system,
    max_tokens: maxTokens,
    messages: said.map(message),
    ...(tools.length === 0
      ? {}
      : { tools: tools.map(({ name, about }) => ({ name, description: about, input_schema: { type: 'object' } })) }),
    ...(stream ? { stream: true } : {}),
  }),
  joined(events): Whole {
    let whole: Whole | null = null;
    const inputs: string[] = [];
    let ended = false;
    for (const event of events as StreamEvent[]) {
      if (event.type === 'message_start') whole = { ...event.message, content: [] };
      if (whole === null) break;
      if (event.type === 'content_block_start') whole.content[event.index] = { ...event.content_block };
      if (event.type === 'content_block_delta') {
        const block = whole.content[event.index]!;
        if (event.delta.text !== undefined) block.text = (block.text ?? '') + event.delta.text;
        if (event.delta.thinking !== undefined) block.thinking = (block.thinking ?? '') + event.delta.thinking;
        if (event.delta.partial_json !== undefined)
          inputs[event.index] = (inputs[event.index] ?? '') + event.delta.partial_json;
      }
      if (event.type === 'message_delta') {
        whole.stop_reason = event.delta.stop_reason;
        whole.usage.output_tokens = event.usage.output_tokens;
      }
      if (event.type === 'message_stop') ended = true;
    }
    if (whole === null || !ended) throw new Error('The stream broke off.');
    for (const [index, text] of inputs.entries())
      if (text !== undefined) whole.content[index]!.input = JSON.parse(text);
    return whole;
  },
  read(answer): Answer {
    const { id, model, content, stop_reason, usage } = answer as Whole;
    const text = content.find((block) => block.type === 'text')?.text ?? null;
    const refused = stop_reason === 'refusal';
    return {
      text: refused ? null : text,
      reasoning: content.find((block) => block.type === 'thinking')?.thinking ?? null,
      refusal: refused ? text : null,
      calls: content
        .filter((block) => block.type === 'tool_use')
        .map((block) => ({ id: block.id ?? '', name: block.name ?? '', arguments: JSON.stringify(block.input) })),
      finish: finishes[stop_reason] ?? 'stop',
      usage: {
        input: usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens,
        output: usage.output_tokens,
        cacheRead: usage.cache_read_input_tokens,
        cacheWrite: usage.cache_creation_input_tokens,
        reasoning: 0,
      },
      responseId: id,
      model,
    };
  },
};

const finishes: Record<string, Finish> = { tool_use: 'tool_call', max_tokens: 'length', refusal: 'content_filter' };

function message(said: Said): object {
  if (said.role === 'user') return { role: 'user', content: said.text };
  if (said.role === 'tool')
    return { role: 'user', content: [{ type: 'tool_result', tool_use_id: said.callId, content: said.text }] };
  const calls = said.calls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: inputOf(call.arguments),
  }));
  return { role: 'assistant', content: [...(said.text === null ? [] : [{ type: 'text', text: said.text }]), ...calls] };
}

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
