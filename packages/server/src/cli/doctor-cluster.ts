import { lookAtCluster } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { AppError } from '../spine/errors.ts';
import type { Check } from './doctor-checks.ts';

/** For `doctor --cluster`: what can only be seen between nodes. Writes to the cluster, and takes away what it wrote. */
export async function* clusterChecks(config: Config): AsyncGenerator<Check> {
  const { clickhouseUrl, cluster } = config.warehouse;
  if (clickhouseUrl === null || cluster === null)
    return yield {
      what: 'Cluster',
      state: 'bad',
      says: 'set warehouse.clickhouseUrl and warehouse.cluster: without them there is one node to look at',
    };
  yield nodes(config);
  try {
    yield* lookAtCluster(config);
  } catch (error) {
    const says = error instanceof AppError && error.cause instanceof Error ? error.cause.message : String(error);
    yield { what: 'Cluster', state: 'bad', says };
  }
}

/** Each node compares its own root key with what the shared control state is sealed under: alike with it, alike with each other. */
const nodes = ({ state }: Config): Check =>
  state.databaseUrl === null
    ? {
        what: 'Nodes of Signalbox',
        state: 'note',
        says: 'this one only: the control state is embedded. More nodes need DATABASE_URL',
      }
    : {
        what: 'Nodes of Signalbox',
        state: 'ok',
        says: 'share one PostgreSQL; run "signalbox doctor" on each: Root key and Clock above compare it with what they share',
      };
