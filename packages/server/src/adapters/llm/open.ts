import { lookup } from 'node:dns';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Llm, LlmAnswer, LlmEndpoint, LlmPatience, LlmRequest } from '../../ports/llm.ts';
import type { Clock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';
import { attempt } from './attempt.ts';
import type { Resolve } from './exchange.ts';
import { pauseAfter } from './pause.ts';
import { Refusal } from './refusal.ts';

type Means = { clock: Clock; random?: () => number; resolve?: Resolve };

/** Models behind OpenAI-compatible and Anthropic's interfaces. `random`: 0 to 1, for the jitter. `resolve`: of names. */
export const openLlm = ({ clock, random = Math.random, resolve = lookup }: Means): Llm => ({
  complete: (endpoint, request, patience) => complete(endpoint, request, { ...patience, clock, random, resolve }),
});

async function complete(
  endpoint: LlmEndpoint,
  request: LlmRequest,
  { timeoutMs, signal, clock, random, resolve }: LlmPatience & Required<Means>,
): Promise<LlmAnswer> {
  const until = clock.monotonic() + timeoutMs;
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), timeoutMs);
  const either = signal === undefined ? tooLate.signal : AbortSignal.any([signal, tooLate.signal]);
  try {
    for (let attempts = 1; ; attempts++) {
      try {
        return { ...(await attempt(endpoint, request, { clock, resolve, signal: either })), attempts };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const wait = pauseAfter(error, { attempts, leftMs: until - clock.monotonic(), random: random() });
        if (wait === null) throw error.told;
        await sleep(wait, undefined, { signal: either });
      }
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal?.aborted === true) throw new AppError('model.cancelled', { cause: error });
    if (tooLate.signal.aborted)
      throw new AppError('model.timed_out', { params: { seconds: Math.ceil(timeoutMs / 1000) }, cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
