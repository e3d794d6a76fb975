import type { AttributeValue, Step } from './tracer.ts';

export type ModelCall = {
  model: string;
  /** `openai`, `anthropic` …, in the words of OpenTelemetry's `gen_ai.provider.name`. */
  provider?: string;
  /** `chat` where left out. */
  operation?: string;
};
/** Tokens. `input` with those read from a cache, `output` with reasoning; what the provider does not say is left out. */
export type Usage = { input?: number; output?: number; cacheRead?: number; reasoning?: number };

export const callAttributes = ({ model, provider, operation = 'chat' }: ModelCall): Record<string, AttributeValue> => ({
  ...{ 'gen_ai.operation.name': operation, 'gen_ai.request.model': model },
  ...(provider !== undefined && { 'gen_ai.provider.name': provider }),
});

/** What a call of a model comes back with, said in the words of the GenAI conventions. */
export class CallReport {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  usage({ input, output, cacheRead, reasoning }: Usage): void {
    this.#setAll({
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
      'gen_ai.usage.cache_read.input_tokens': cacheRead,
      'gen_ai.usage.reasoning.output_tokens': reasoning,
    });
  }

  response({ id, model, finishReason }: { id?: string; model?: string; finishReason?: string }): void {
    const reasons = finishReason === undefined ? undefined : [finishReason];
    this.#setAll({
      'gen_ai.response.id': id,
      'gen_ai.response.model': model,
      'gen_ai.response.finish_reasons': reasons,
    });
  }

  /** Conversation content. Only what is given here is sent. */
  messages(input: readonly { role: string; content: string }[], output: string): void {
    const said = (role: string, content: string): object => ({ role, parts: [{ type: 'text', content }] });
    this.#setAll({
      'gen_ai.input.messages': JSON.stringify(input.map((one) => said(one.role, one.content))),
      'gen_ai.output.messages': JSON.stringify([said('assistant', output)]),
    });
  }

  #setAll(attributes: Record<string, AttributeValue | undefined>): void {
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) this.#step.set(name, value);
  }
}
