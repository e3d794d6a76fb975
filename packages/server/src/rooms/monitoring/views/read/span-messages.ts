import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { StepDetail } from '../../contract.ts';
import { messageOf, parsed } from '../rows/message.ts';
import { readBodies } from './bodies.ts';
import { settledRefs } from '../rows/refs.ts';
import { readMessageRefs } from './message-refs.ts';
import type { TraceWindow } from './window.ts';

const maxBytes = 8 << 20;

/** Everything sent to and answered by one span, in order. `message` is null where the text is not here (yet, or any more). */
export async function readSpanMessages(
  warehouse: Warehouse,
  window: TraceWindow,
  span: { spanId: string; teamId: string; startNs: string },
): Promise<StepDetail['messages']> {
  const teams = [span.teamId];
  const rows = await readMessageRefs(warehouse, window, { teams, spanId: span.spanId, tools: true });
  const said = settledRefs(rows, span.startNs).flatMap(({ direction, refs }) =>
    refs.map((ref) => ({ direction, ref })),
  );
  const { bodies } = await readBodies(warehouse, window, { refs: said.map(({ ref }) => ref), teams, maxBytes });
  return said.map(({ direction, ref }) => {
    const body = bodies.get(ref);
    if (direction === 'tools')
      return { direction, message: null, ...(body === undefined ? {} : { tools: parsed(body) }) };
    return { direction, message: body === undefined ? null : messageOf(body) };
  });
}
