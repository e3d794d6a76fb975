import type { Turn } from '../../contract.ts';
import type { RefsRow } from '../read/message-refs.ts';
import type { Entry } from '../read/run-steps.ts';
import type { SpanCore } from './step-row.ts';

/** One message said in one step. `passedOn`: the output of a step that others lie under, which often repeats theirs. */
export type Saying = Omit<Turn, 'message' | 'repeats'> & { atNs: string; passedOn: boolean };

type Placed = Saying & { order: readonly [moment: number, phase: number, depth: number, index: number] };

const phases = { system: 0, input: 1, output: 2 } as const;

/**
 * Messages of a run as they were said: by start of their step, then system, input, output. What a step answers after
 * others under it have spoken comes after them, so that an agent's answer does not stand before the calls that made it.
 * @param entries in order of start.
 */
export function sayingsOf(entries: readonly Entry<SpanCore>[], refs: readonly RefsRow[]): Saying[] {
  const at = new Map(entries.map(({ span }, index) => [span.span_id, index]));
  const speaks = refs.flatMap((row) => (ownRefs(row, entries, at) ? [row] : []));
  const lastBelow = lastSpeakers(entries, at, new Set(speaks.map((row) => row.span_id)));
  const placed = speaks.flatMap((row): Placed[] => {
    if (row.direction === 'tools') return [];
    const { direction } = row;
    const own = at.get(row.span_id)!;
    const { span, step } = entries[own]!;
    const moment = direction === 'output' ? lastBelow[own]! : own;
    return row.refs.map((ref, offset) => ({
      spanId: span.span_id,
      atNs: row.at_ns,
      at: '',
      agent: step?.agent ?? span.agent,
      kind: span.kind,
      direction,
      ref,
      passedOn: moment > own,
      order: [moment, phases[direction], -own, row.index + offset],
    }));
  });
  return placed.sort((a, b) => compare(a.order, b.order)).map(({ order: _, ...saying }) => saying);
}

/** A step's messages are those its own team sent: another team cannot put words into it. */
function ownRefs(row: RefsRow, entries: readonly Entry<SpanCore>[], at: ReadonlyMap<string, number>): boolean {
  const index = at.get(row.span_id);
  return index !== undefined && entries[index]!.span.team_id === row.team_id;
}

/** For each step the position of the last one at or under it that speaks. From the end: the first to reach a step is its last. */
function lastSpeakers(
  entries: readonly Entry<SpanCore>[],
  at: ReadonlyMap<string, number>,
  speaking: ReadonlySet<string>,
): number[] {
  const last = entries.map((_, index) => index);
  const reached = new Set<number>();
  for (let index = entries.length - 1; index >= 0; index--) {
    if (!speaking.has(entries[index]!.span.span_id)) continue;
    let up = at.get(entries[index]!.span.parent_span_id);
    for (; up !== undefined && !reached.has(up); up = at.get(entries[up]!.span.parent_span_id)) {
      reached.add(up);
      last[up] = Math.max(last[up]!, index);
    }
  }
  return last;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - b[index]!;
  return 0;
}
