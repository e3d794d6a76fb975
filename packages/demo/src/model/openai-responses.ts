import type { Answer, ModelClient, Request, Said } from './talk.ts';

type Part = { type: string; text?: string; refusal?: string };
type Item = {
  type: string;
  content?: Part[];
  summary?: { text: string }[];
  call_id?: string;
  name?: string;
  arguments?: string;
};
type Whole = {
  id: string;
  model: string;
  status: string;
  output: Item[];
  usage: {
    input_tokens: number;
    output_tokens: number;
    input_tokens_details: { cached_tokens: number };
    output_tokens_details: { reasoning_tokens: number };
  };
};

export const openaiResponses: ModelClient = {
  provider: 'openai',
  path: '/v1/responses',
  body: ({ model, system, said, tools, maxTokens, stream }: Request) => ({
    model,
    instructions: system,
    input: said.flatMap(items),
    ...(tools.length === 0
      ? {}
      : { tools: tools.map(({ name, about }) => ({ type: 'function', name, description: about })) }),
    max_output_tokens: maxTokens,
    ...(stream ? { stream: true } : {}),
  }),
  joined(events): unknown {
    const last = (events as { type: string; response?: unknown }[]).at(-1);
    if (last?.response === undefined || !/\.(completed|incomplete)$/.test(last.type))
      throw new Error('The stream broke off.');
    return last.response;
  },
  read(answer): Answer {
    const { id, model, status, output, usage } = answer as Whole;
    const parts = output.flatMap((item) => item.content ?? []);
    const calls = output
      .filter((item) => item.type === 'function_call')
      .map((item) => ({ id: item.call_id ?? '', name: item.name ?? '', arguments: item.arguments ?? '' }));
    const refusal = parts.find((part) => part.type === 'refusal')?.refusal ?? null;
    return {
      text: parts.find((part) => part.type === 'output_text')?.text ?? null,
      reasoning: output.find((item) => item.type === 'reasoning')?.summary?.[0]?.text ?? null,
      refusal,
      calls,
      finish:
        refusal !== null
          ? 'content_filter'
          : status === 'incomplete'
            ? 'length'
            : calls.length > 0
              ? 'tool_call'
              : 'stop',
      usage: {
        input: usage.input_tokens,
        output: usage.output_tokens,
        cacheRead: usage.input_tokens_details.cached_tokens,
        cacheWrite: 0,
        reasoning: usage.output_tokens_details.reasoning_tokens,
      },
      responseId: id,
      model,
    };
  },
};

function items(said: Said): object[] {
  if (said.role === 'user') return [{ role: 'user', content: said.text }];
  if (said.role === 'tool') return [{ type: 'function_call_output', call_id: said.callId, output: said.text }];
  const calls = said.calls.map((call) => ({
    type: 'function_call',
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
  }));
  return said.text === null ? calls : [{ role: 'assistant', content: said.text }, ...calls];
}
