import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Transcript } from '../contract.ts';
import { readBodies } from './read/bodies.ts';
import { readMessageRefs } from './read/message-refs.ts';
import { readRunSteps } from './read/run-steps.ts';
import { visibleRun } from './read/visible-run.ts';
import { messageOf } from './rows/message.ts';
import { sayingsOf } from './rows/speaking.ts';
import { type SpanCore, spanCoreColumns } from './rows/step-row.ts';
import { turnsOf } from './rows/turns.ts';

const limits = { steps: 10_000, turns: 2_000, bytes: 8 << 20 };

/** What was said in a run, in order, repeats collapsed. Without the right to read content it has no turns. */
export async function getTranscript(ctx: Ctx, warehouse: Warehouse, input: { id: string }): Promise<Transcript> {
  authorize(ctx, 'run.read', 'anywhere');
  const found = await visibleRun(ctx, warehouse, input.id);
  const teams = found.sight.content;
  if (teams !== 'all' && teams.length === 0) return { turns: [], truncated: false };
  const [steps, refs] = await Promise.all([
    readRunSteps<SpanCore>(warehouse, found, { columns: spanCoreColumns, after: null, limit: limits.steps }),
    readMessageRefs(warehouse, found.window, { teams, tools: false }),
  ]);
  const sayings = sayingsOf(steps.entries, refs);
  const asked = [...new Set(sayings.map((saying) => saying.ref))];
  const wanted = { refs: asked.slice(0, limits.turns), teams, maxBytes: limits.bytes };
  const { bodies, complete } = await readBodies(warehouse, found.window, wanted);
  const messages = new Map([...bodies].map(([ref, body]) => [ref, messageOf(body)]));
  const turns = turnsOf(sayings, messages);
  return {
    turns: turns.slice(0, limits.turns),
    truncated: !complete || asked.length > limits.turns || turns.length > limits.turns || steps.next !== null,
  };
}
