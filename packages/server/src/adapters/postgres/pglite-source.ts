import { setFlagsFromString } from 'node:v8';
import type { Clock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';
import { Gate, type Turn } from './gate.ts';
import { ensureCluster } from './pglite-cluster.ts';
import { PgliteLink } from './pglite-link.ts';
import type { Wire, WireSource } from './wire.ts';

/**
 * V8 would compile the whole of PostgreSQL a second time, optimised: 600 MB at their height for statements that are bound by
 * the ledger's writes. Holds for all WebAssembly of this process (docs/decisions/0005).
 */
const baselineCompilerOnly = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/** PGlite's one connection behind the gate. A worker that died is opened anew at the next turn; its open transaction is lost. */
export async function pgliteSource(dir: string, clock: Clock, waitMs: number): Promise<WireSource> {
  await ensureCluster(dir);
  for (const flag of baselineCompilerOnly) setFlagsFromString(flag);
  const gate = new Gate(clock, waitMs);
  let link = await PgliteLink.open(dir);
  let closed = false;

  const enter = async (): Promise<Wire> => {
    const turn = await gate.enter();
    try {
      if (closed)
        throw new AppError('state.unavailable', {
          params: { seconds: 5 },
          cause: new Error('The database was closed.'),
        });
      if (!link.alive) link = await PgliteLink.open(dir);
      return wireOf(link, turn);
    } catch (error) {
      turn.leave();
      throw error;
    }
  };

  return {
    acquire: enter,
    async close() {
      const turn = await gate.enter();
      closed = true;
      await link.close();
      turn.leave();
    },
  };
}

const wireOf = (link: PgliteLink, turn: Turn): Wire => ({
  run(sql, values) {
    turn.note(sql);
    return link.run(sql, values);
  },
  release: () => turn.leave(),
});
