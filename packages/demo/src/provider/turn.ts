import type { Ask, Turn } from './dialect.ts';
import { type Plan, tokensIn, type Usage } from './plan.ts';

/** The plan with everything filled in that it leaves open. `now`: Unix milliseconds. */
export function turnOf(ask: Ask, plan: Plan, id: string, now: number): Turn {
  const calls = (plan.toolCalls ?? []).map((call, index) => ({
    id: `call_${id}${index === 0 ? '' : `_${index}`}`,
    name: call.name,
    arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
  }));
  const said = [plan.text, plan.refusal, ...calls.map((call) => call.name + call.arguments)];
  return {
    id,
    created: Math.floor(now / 1000),
    ask,
    text: plan.text ?? null,
    reasoning: plan.reasoning ?? null,
    refusal: plan.refusal ?? null,
    calls,
    truncated: plan.truncated === true,
    usage: usageOf(plan, ask, said.join('')),
  };
}

function usageOf(plan: Plan, ask: Ask, said: string): Usage {
  const reasoning = plan.usage?.reasoning ?? (plan.reasoning === undefined ? 0 : tokensIn(plan.reasoning));
  const [cacheRead, cacheWrite] = [plan.usage?.cacheRead ?? 0, plan.usage?.cacheWrite ?? 0];
  return {
    input: plan.usage?.input ?? tokensIn(ask.promptText) + cacheRead + cacheWrite,
    output: plan.usage?.output ?? tokensIn(said) + reasoning,
    cacheRead,
    cacheWrite,
    reasoning,
  };
}
