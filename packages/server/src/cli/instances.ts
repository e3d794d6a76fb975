import { InstanceList } from '../rooms/lifecycle/index.ts';
import { apiOf, type Api, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

type Instance = InstanceList['items'][number];

/** Prints the processes that run an agent, a line each. */
export async function instances(agent: string, flags: ClientFlags & { environment?: string }): Promise<void> {
  const all = await readInstances(apiOf(flags), agent, flags.environment);
  console.log(all.length === 0 ? 'Nobody has told of running it within a day.' : instanceLines(all).join('\n'));
}

/** All pages. */
async function readInstances(api: Api, agent: string, environment: string | undefined): Promise<Instance[]> {
  const all: Instance[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '200' });
    if (environment !== undefined) query.set('environment', environment);
    if (cursor !== null) query.set('cursor', cursor);
    const page = InstanceList.parse(await api('GET', `/agents/${encodeURIComponent(agent)}/instances?${query}`));
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** State, environment, name, what it runs and whether that is what is served, how far it has heard. */
export const instanceLines = (all: readonly Instance[]): string[] =>
  column(
    all.map(({ state, environment, instance, release, current, seq, sdk, lastSeenAt }) => [
      state,
      environment,
      instance,
      release === null ? 'no release' : `${release.slice(0, 12)}${current || state !== 'alive' ? '' : ' (not served)'}`,
      `seq ${seq}`,
      sdk,
      `seen ${lastSeenAt}`,
    ]),
  );
