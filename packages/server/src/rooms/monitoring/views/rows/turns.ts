import type { Message, Turn } from '../../contract.ts';
import { isoOfNs } from './time.ts';
import type { Saying } from './speaking.ts';

/**
 * Sayings to turns. Every model call sends the whole conversation again: what was said before is not repeated but counted on
 * the turn that said it first. The same words twice within one step are two turns. A model's own output is always a turn;
 * one passed on by a step above is not.
 * @param messages by reference; sayings without text are left out.
 */
export function turnsOf(sayings: readonly Saying[], messages: ReadonlyMap<string, Message>): Turn[] {
  const turns: Turn[] = [];
  const said = new Map<string, Turn[]>();
  let here = { place: '', counts: new Map<string, number>() };
  for (const saying of sayings) {
    const message = messages.get(saying.ref);
    if (message === undefined) continue;
    const place = `${saying.spanId} ${saying.direction === 'output' ? 'output' : 'input'}`;
    if (here.place !== place) here = { place, counts: new Map() };
    const words = wordsOf(message);
    const nth = here.counts.get(words) ?? 0;
    here.counts.set(words, nth + 1);
    const earlier = said.get(words) ?? [];
    const first = earlier[nth];
    if (first !== undefined && (saying.direction !== 'output' || saying.passedOn)) {
      first.repeats++;
      continue;
    }
    const { atNs, passedOn: _, ...told } = saying;
    const turn = { ...told, at: isoOfNs(atNs), message, repeats: 0 };
    turns.push(turn);
    said.set(words, [...earlier, turn]);
  }
  return turns;
}

/** An answer has a finish reason where it is made and none where it is sent again: the same words all the same. */
const wordsOf = (message: Message): string => JSON.stringify([message.role, message.parts]);
