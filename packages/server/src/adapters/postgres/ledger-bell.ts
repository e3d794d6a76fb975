import type { Database } from '../../ports/database.ts';

/** Tells readers that a ledger grew. A ring is a hint: readers read from their cursor, so doubled rings cost only a look. */
export type LedgerBell = {
  on: Database['onLedger'];
  ring(workspaceIds: readonly (string | null)[]): void;
  close(): Promise<void>;
};

/** Within one process, which is all that can open an embedded database. */
export function localBell(): LedgerBell {
  const wakes = new Set<Parameters<Database['onLedger']>[0]>();
  return {
    on(wake) {
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    ring: (workspaceIds) => workspaceIds.forEach((id) => wakes.forEach((wake) => wake(id))),
    close: async () => wakes.clear(),
  };
}
