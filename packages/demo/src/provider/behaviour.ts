import type { Ask } from './dialect.ts';
import { faults, type Plan } from './plan.ts';

/**
 * What the provider does with a request that brings no plan: it uses each tool once, in order, then answers. A word in
 * brackets in what the person said asks for something else: [rate_limited], [bad_json], [refuse], [truncate], [slow] …
 */
export function plainBehaviour(ask: Ask): Plan {
  const said = ask.lastUser;
  const fault = faults.find((name) => said.includes(`[${name}]`));
  if (fault !== undefined) return { fault, retryAfterSeconds: 1 };
  if (said.includes('[refuse]')) return { refusal: 'I cannot help with that.' };
  const slow = said.includes('[slow]') ? { latencyMs: 5_000 } : {};
  const next = ask.tools[ask.toolResults.length];
  if (next !== undefined && next !== '') return { ...slow, toolCalls: [{ name: next, arguments: {} }] };
  const text = `You said: ${said}${ask.toolResults.length === 0 ? '' : ` The tools said: ${ask.toolResults.join(' · ')}`}`;
  return said.includes('[truncate]')
    ? { ...slow, text: text.slice(0, text.length / 2), truncated: true }
    : { ...slow, text };
}
