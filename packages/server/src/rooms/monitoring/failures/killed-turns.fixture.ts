import type { Warehouse } from '../../../ports/warehouse.ts';
import { followFailures } from './follow.ts';
import { GroupMemory } from './group-memory.ts';
import type { FailureWorld } from './world.fixture.ts';

/** Before or after each thing that a turn writes: groups, occurrences, the cursor. */
const deaths = ['groups', 'rows', 'rows after', 'cursor'] as const;
type Death = (typeof deaths)[number];

/** So many runs, each followed after the turn was killed at every place where it can be. Returns how often it was. */
export async function killedTurns(world: FailureWorld, runs: number): Promise<number> {
  let killed = 0;
  for (let n = 0; n < runs; n++) {
    await world.run(`tool ${'abc'[n % 3]} has no answer`, { minute: n % 60 });
    for (const death of deaths)
      await dying(world, death).catch((error: Error) => {
        if (error.message !== 'killed') throw error;
        killed++;
      });
    await world.follow();
  }
  return killed;
}

let turns = 1_000_000n;

function dying(world: FailureWorld, death: Death): Promise<number> {
  let transactions = 0;
  const kill = (): Promise<never> => Promise.reject(new Error('killed'));
  const { warehouse } = world.telemetry;
  const state = {
    ...{ db: world.state.db, ledgerAdvanced: () => {} },
    transact: <T>(body: Parameters<typeof world.state.transact<T>>[0]): Promise<T> => {
      const which = transactions++ === 0 ? 'groups' : 'cursor';
      return world.state.transact(async (tx) => {
        const result = await body(tx);
        return which === death ? kill() : result;
      });
    },
  };
  const place: Warehouse = {
    ...warehouse,
    async insertBlock(block) {
      if (death === 'rows') return kill();
      await warehouse.insertBlock(block);
      if (death === 'rows after') return kill();
    },
  };
  return followFailures({ ...world.ctx, state }, { warehouse: place, memory: new GroupMemory(world.clock) }, ++turns);
}
