import type { Llm } from '../../ports/llm.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import type { Seal } from '../../spine/seal.ts';
import type { TriedModelProvider } from '../contract-providers.ts';
import { useModelProvider } from './use-model-provider.ts';

const timeoutMs = 30_000;
const mostLetters = 300;
const messages = [{ role: 'user', content: 'Say hello in one word.' }] as const;

/** One short question to a model. What goes wrong there is an answer here, in the provider's own words. */
export async function tryModelProvider(
  ctx: Ctx,
  { seal, llm }: { seal: Seal; llm: Llm },
  input: { id: string; model: string },
): Promise<TriedModelProvider> {
  authorize(ctx, 'model_provider.use', 'anywhere');
  const { model } = input;
  const { endpoint } = await useModelProvider(ctx, seal, { id: input.id, teamId: null });
  const question = { model, messages, tools: [], toolChoice: null, outputSchema: null, parameters: {}, stream: false };
  const began = ctx.clock.monotonic();
  const ms = (): number => Math.round(ctx.clock.monotonic() - began);
  try {
    const answer = await llm.complete(endpoint, question, { timeoutMs });
    const text = (answer.text ?? answer.refusal)?.slice(0, mostLetters) ?? null;
    return { ok: true, text, model: answer.model, ms: ms(), error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, text: null, model: null, ms: ms(), error: { code: error.code, message: error.message } };
  }
}
