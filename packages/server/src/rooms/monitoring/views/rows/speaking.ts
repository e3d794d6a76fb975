import type { Turn } from '../../contract.ts';
import type { Entry } from '../read/run-steps.ts';
import { type RefsRow, settledRefs } from './refs.ts';
import type { SpanCore } from './step-row.ts';

/** One message said in one step. `passedOn`: the output of a step that others lie under, which often repeats theirs. */
export type Saying = Omit<Turn, 'message' | 'repeats' | 'at'> & { atNs: string; passedOn: boolean };

type Speech = { moment: number; phase: 0 | 1; own: number; sayings: Saying[] };

/**
 * Messages of a run as they were said: by start of their step, then system, input, output. What a step answers after
 * others under it have spoken comes after them, so that an agent's answer does not stand before the calls that made it.
 * @param entries in order of start.
 */
export function sayingsOf(entries: readonly Entry<SpanCore>[], refs: readonly RefsRow[]): Saying[] {
  const bySpan = Map.groupBy(refs, (row) => row.span_id);
  // A step's messages are those its own team sent: another team cannot put words into it.
  const told = entries.map(({ span }) => {
    const rows = bySpan.get(span.span_id) ?? [];
    return settledRefs(
      rows.filter((row) => row.team_id === span.team_id && row.direction !== 'tools'),
      span.start_ns,
    );
  });
  const last = lastSpeakers(entries, told);
  const speeches = told.flatMap((rows, own): Speech[] => {
    const [answers, asked] = [true, false].map((answer) =>
      rows.filter((row) => (row.direction === 'output') === answer),
    );
    const say = (said: readonly RefsRow[], passedOn: boolean) =>
      said.flatMap((row) => sayings(entries[own]!, row, passedOn));
    return [
      { moment: own, phase: 0, own, sayings: say(asked!, false) },
      { moment: last[own]!, phase: 1, own, sayings: say(answers!, last[own]! > own) },
    ];
  });
  return speeches.sort(byMoment).flatMap((speech) => speech.sayings);
}

const sayings = ({ span, step }: Entry<SpanCore>, row: RefsRow, passedOn: boolean): Saying[] =>
  row.refs.map((ref) => ({
    spanId: span.span_id,
    // A start that cannot be believed is filed under 0.
    atNs: row.at_ns === '0' ? span.start_ns : row.at_ns,
    agent: step?.agent ?? span.agent,
    kind: span.kind,
    direction: row.direction as Turn['direction'],
    ref,
    passedOn,
  }));

/** Of answers that come at one moment the deepest is first. */
const byMoment = (a: Speech, b: Speech): number => a.moment - b.moment || a.phase - b.phase || b.own - a.own;

/** For each step the position of the last one at or under it that speaks. From the end: the first to reach a step is its last. */
function lastSpeakers(entries: readonly Entry<SpanCore>[], told: readonly RefsRow[][]): number[] {
  const at = new Map(entries.map(({ span }, index) => [span.span_id, index]));
  const last = entries.map((_, index) => index);
  const reached = new Set<number>();
  for (let index = entries.length - 1; index >= 0; index--) {
    if (told[index]!.length === 0) continue;
    let up = at.get(entries[index]!.span.parent_span_id);
    for (; up !== undefined && !reached.has(up); up = at.get(entries[up]!.span.parent_span_id)) {
      reached.add(up);
      last[up] = Math.max(last[up]!, index);
    }
  }
  return last;
}
