import { ContentCache } from '../content/cache.ts';
import { mapSpan, type MappedSpan } from '../map/span.ts';
import type { Mark, MessageRefsRow, Sender } from '../rows.ts';
import type { Part } from './part.ts';
import type { MadeSpan } from './trace-spans.ts';

/** Whose parts these are. */
export type Owner = { workspaceId: string; teamId: string; contentKey: Uint8Array };

const directions = ['system', 'input', 'output'] as const;

/**
 * A made span as rows. It is bound only where it matches every key that said something of it: two keys of a team, each bound
 * to another agent, could otherwise vouch for each other.
 */
export function mergedSpan(made: MadeSpan, owner: Owner, retentionDays: number | undefined): MappedSpan {
  const parts = [...made.trace, ...made.observation];
  const own = made.observation.length > 0 ? made.observation : made.trace;
  const received = Math.min(...own.map((part) => part.receivedAt));
  const map = (sender: Sender): MappedSpan =>
    mapSpan(made.span, sender, received, {
      contents: new ContentCache(64),
      ...(retentionDays === undefined ? {} : { retentionDays }),
    });
  // The last word on the span itself, by the client's clock: the same whatever arrived last.
  const mapped = map(senderOf(own.at(-1)!, owner));
  const others = new Map(parts.map((part) => [`${part.agent}\n${part.environment}`, senderOf(part, owner)]));
  const bound =
    mapped.row.bound && (others.size === 1 || [...others.values()].every((sender) => map(sender).row.bound));
  const marks = new Set<Mark>([...mapped.row.marks, ...parts.flatMap((part) => part.marks)]);
  if (!bound) marks.add('unbound');
  mapped.row.bound = bound;
  mapped.row.marks = [...marks].sort();
  return { ...mapped, refs: withEmpties(mapped, made) };
}

/**
 * A trace's own input and output are shown at its first span, and move where an earlier one arrives: of a trace that has any,
 * each span says too what it does not hold.
 */
function withEmpties({ row, refs }: MappedSpan, { trace }: MadeSpan): MessageRefsRow[] {
  if (!trace.some(({ body }) => body['input'] != null || body['output'] != null)) return refs;
  const at = row.bucket === 0 ? 0n : row.start_time;
  const { workspace_id, team_id, trace_id, span_id } = row;
  const missing = directions.filter((direction) => !refs.some((ref) => ref.direction === direction));
  return [
    ...refs,
    ...missing.map((direction) => ({ workspace_id, team_id, trace_id, span_id, at, direction, index: 0, refs: [] })),
  ];
}

/** Content is already as the key had it when the part was stored. */
const senderOf = (part: Part, { workspaceId, teamId, contentKey }: Owner): Sender => ({
  ...{ workspaceId, teamId, contentKey, keyId: part.keyId },
  ...{ agent: part.agent, environment: part.environment, contentMode: 'keep' },
});
