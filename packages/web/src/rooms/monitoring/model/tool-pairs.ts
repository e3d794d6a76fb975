import type { MessagePart, Turn } from 'signalbox/contract/monitoring';

type Response = Extract<MessagePart, { type: 'tool_call_response' }>;
/** `results`: what came back, by the part that called. */
export type PairedTurns = { turns: Turn[]; results: ReadonlyMap<MessagePart, Response> };

type Call = { args: string; part: MessagePart; result: string | null };

/**
 * Results to the calls they answer, by id: a result stands beside its call, not in a turn of its own. What tells a call or its result
 * once more in the same words (the model said it, the tool repeats it) is left out; turns of which nothing is left go with it.
 */
export function pairTools(turns: readonly Turn[]): PairedTurns {
  const calls = new Map<string, Call>();
  const results = new Map<MessagePart, Response>();
  const stays = (part: MessagePart): boolean => {
    if ((part.type !== 'tool_call' && part.type !== 'tool_call_response') || part.id === null) return true;
    const call = calls.get(part.id);
    if (part.type === 'tool_call') {
      const args = JSON.stringify([part.name, part.arguments]);
      if (call === undefined) calls.set(part.id, { args, part, result: null });
      return call?.args !== args;
    }
    // Without its call (cut off, or not captured) it stands for itself.
    if (call === undefined) return true;
    const result = JSON.stringify(part.response) ?? '';
    if (call.result !== null) return call.result !== result;
    call.result = result;
    results.set(call.part, part);
    return false;
  };
  const kept = turns.flatMap((turn): Turn[] => {
    const parts = turn.message.parts.filter(stays);
    if (parts.length === turn.message.parts.length) return [turn];
    return parts.length === 0 ? [] : [{ ...turn, message: { ...turn.message, parts } }];
  });
  return { turns: kept, results };
}
