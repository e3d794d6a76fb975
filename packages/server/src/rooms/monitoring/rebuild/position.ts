import { lockCursor, moveCursor } from '../../../spine/cursors.ts';
import type { Db, Transactor } from '../../../spine/tx.ts';
import type { HandledInserts } from '../../../spine/handled-inserts.ts';

/** How far the rebuild is. Losing it, or an older one after a power cut, costs work and never correctness. */
export type Position = HandledInserts & {
  /** Minutes up to here (Unix seconds) answer from rollups, except the open ones. */
  closedThrough: number;
  /** Agents of the past are rolled up too: false after an upgrade from a version that did not. */
  agents: boolean;
  /** Outcomes that were told apart from spans, and are in their runs. */
  outcomes: HandledInserts;
  /** Minutes touched since they were last rolled up, by workspace. */
  open: Record<string, number[]>;
};

export const unknownPosition: Position = {
  ...{ after: 0, near: [], closedThrough: 0, agents: false, open: {} },
  outcomes: { after: 0, near: [] },
};

const cursor = { subscription: 'monitoring.rebuild', workspaceId: 'system' };

export async function loadPosition(state: Transactor): Promise<Position> {
  const text = await state.transact((tx) => lockCursor(tx, cursor));
  return { ...unknownPosition, ...(text === '' ? {} : (JSON.parse(text) as Partial<Position>)) };
}

export async function savePosition(state: Transactor, position: Position): Promise<void> {
  await state.transact(async (tx) => {
    await lockCursor(tx, cursor);
    await moveCursor(tx, cursor, JSON.stringify(position));
  });
}

/** The last saved one, as any node may read it. */
export async function peekPosition(db: Db): Promise<Position> {
  const at = db.selectFrom('ops_cursors').where('subscription', '=', cursor.subscription);
  const row = await at.where('workspace_id', '=', cursor.workspaceId).select('position').executeTakeFirst();
  return {
    ...unknownPosition,
    ...(row === undefined || row.position === '' ? {} : (JSON.parse(row.position) as Partial<Position>)),
  };
}
