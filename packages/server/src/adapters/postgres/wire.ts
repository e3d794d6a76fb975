/** What one text answered: rows of all its statements, and the last statement's command tag and count. */
export type WireResult = { rows: unknown[]; command: string; affected: number };

/** One database connection, held by one caller at a time. */
export type Wire = {
  /** Without values the text may hold several statements (simple protocol). Throws SQL errors with `code` and `constraint`. */
  run(sql: string, values?: readonly unknown[]): Promise<WireResult>;
  /** Gives the connection back; `broken` ones are not used again. */
  release(broken?: boolean): void;
};

/** Where connections come from: the gate in front of PGlite, or a pool. `acquire` waits a limited time, then throws `state.unavailable`. */
export type WireSource = { acquire(): Promise<Wire>; close(): Promise<void> };

/** One statement on a connection of its own turn. After an error nothing of an open transaction is left behind. */
export async function ask(source: WireSource, sql: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const wire = await source.acquire();
  let broken = false;
  try {
    return (await wire.run(sql, values)).rows;
  } catch (error) {
    await wire.run('rollback').catch(() => void (broken = true));
    throw error;
  } finally {
    wire.release(broken);
  }
}
