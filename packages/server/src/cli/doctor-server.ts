import { askRunningServer } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import type { Check } from './doctor-checks.ts';
import { sizeText } from './shown-value.ts';

/** What the server that runs on this data directory says of itself; null where none does. */
export async function runningServer(config: Config): Promise<Check[] | null> {
  const answer = await askRunningServer(config.state.dataDir, { command: 'health' }).catch((error: Error) => error);
  if (answer === null) return null;
  if (answer instanceof Error || !('health' in answer))
    return [{ what: 'Server', state: 'bad', says: `runs here and does not answer: ${(answer as Error).message}` }];
  const { version, state, warehouse, ingest, rebuild } = answer.health;
  const restarts = warehouse.restarts === 0 ? '' : `, restarted ${warehouse.restarts} times since the start`;
  const checks: Check[] = [
    { what: 'Server', state: 'ok', says: `${version} runs on this data directory; its ports are not tried beside it` },
    { what: 'Control state', state: state.status === 'up' ? 'ok' : 'bad', says: `${state.kind}, ${state.status}` },
    {
      what: 'Warehouse',
      state: warehouse.status === 'down' ? 'bad' : restarts === '' ? 'ok' : 'note',
      says: `${warehouse.status} since ${warehouse.since}${restarts}`,
    },
  ];
  if (ingest !== null)
    checks.push({
      what: 'Spool',
      state: ingest.spoolAgeMs > 60_000 ? 'note' : 'ok',
      says: `${ingest.spoolSegments} segments (${sizeText(ingest.spoolBytes)}) wait, the oldest for ${Math.round(ingest.spoolAgeMs / 1000)} s`,
    });
  const lag = rebuild.lagSeconds;
  checks.push({
    what: 'Runs',
    state: lag === null || lag > 60 ? 'note' : 'ok',
    says:
      lag === null ? 'how far they are behind is not known' : `${Math.round(lag)} s behind what is in the warehouse`,
  });
  return checks;
}
