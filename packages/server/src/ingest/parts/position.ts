import { lockCursor, moveCursor } from '../../spine/cursors.ts';
import type { HandledInserts } from '../../spine/handled-inserts.ts';
import type { Transactor } from '../../spine/tx.ts';
import type { TraceOfTeam } from './stored-parts.ts';

/** A trace without observations yet, which becomes a span of its own at `dueAt` (Unix milliseconds) unless one comes. */
export type Waiting = TraceOfTeam & { dueAt: number };

/** How far the merge is. Losing it, or an older one after a power cut, costs work and never correctness. */
export type Position = HandledInserts & { waiting: Waiting[] };

const nowhere: Position = { after: 0, near: [], waiting: [] };
const cursor = { subscription: 'ingest.parts', workspaceId: 'system' };

export async function loadPosition(state: Transactor): Promise<Position> {
  const text = await state.transact((tx) => lockCursor(tx, cursor));
  return { ...nowhere, ...(text === '' ? {} : (JSON.parse(text) as Partial<Position>)) };
}

export async function savePosition(state: Transactor, position: Position): Promise<void> {
  await state.transact(async (tx) => {
    await lockCursor(tx, cursor);
    await moveCursor(tx, cursor, JSON.stringify(position));
  });
}
