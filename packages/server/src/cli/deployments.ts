import {
  Deployment,
  DeploymentList,
  EnvironmentOrder,
  ReleaseList,
  ScheduledDeployment,
} from '../rooms/lifecycle/index.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { isoTime } from './iso-time.ts';

type Flags = ClientFlags & { reason: string };
type Place = { agent: string; environment: string };
type Release = ReleaseList['items'][number];

const at = ({ agent, environment }: Place, verb: string): string =>
  `/agents/${encodeURIComponent(agent)}/deployments/${encodeURIComponent(environment)}/${verb}`;

/** What each environment serves, what is to come and how it came to that. */
export async function deployments(agent: string, flags: ClientFlags & { environment?: string }): Promise<void> {
  const api = apiOf(flags);
  const list = DeploymentList.parse(await api('GET', `/agents/${encodeURIComponent(agent)}/deployments`));
  const { environments } = EnvironmentOrder.parse(await api('GET', '/environments/order'));
  const named = versionsOf(await releasesOf(api, agent));
  console.log(deploymentLines(list, { order: environments, named, only: flags.environment }).join('\n'));
}

/** Deploys a release, by id or version; for a share beside what is served, or at a time to come. */
export async function deploy(place: Place & { release: string }, flags: Flags & Share): Promise<void> {
  const { reason, percent = '100', dueAt } = flags;
  const api = apiOf(flags);
  const wish = { releaseId: await releaseId(api, place.agent, place.release), percent: Number(percent), reason };
  if (dueAt === undefined) return say(await api('POST', at(place, 'deploy'), wish));
  const due = { ...wish, dueAt: isoTime(dueAt, '--at') };
  const planned = ScheduledDeployment.parse(await api('POST', at(place, 'schedule'), due));
  console.log(`${planned.id}: ${place.environment} will serve ${place.release} at ${planned.dueAt}`);
}
type Share = { percent?: string; dueAt?: string };

export async function unschedule(id: string, flags: ClientFlags): Promise<void> {
  await apiOf(flags)('POST', `/scheduled-deployments/${encodeURIComponent(id)}/cancel`);
  console.log(`${id} is cancelled`);
}

/** To the release before, or to one that was served before, by id or version. Never frozen, and asks for no sign-off. */
export async function rollBack(place: Place & { release: string | undefined }, flags: Flags): Promise<void> {
  const api = apiOf(flags);
  const to = place.release === undefined ? {} : { to: await releaseId(api, place.agent, place.release) };
  say(await api('POST', at(place, 'roll-back'), { ...to, reason: flags.reason }));
}

/** What one environment serves, for the next in the order of environments, or for the one that is said. */
export async function promote(place: { agent: string; from: string }, flags: Flags & { to?: string }): Promise<void> {
  const api = apiOf(flags);
  const { agent, from } = place;
  const environment = flags.to ?? nextAfter(EnvironmentOrder.parse(await api('GET', '/environments/order')), from);
  say(await api('POST', at({ agent, environment }, 'promote'), { from, reason: flags.reason }));
}

function nextAfter({ environments }: EnvironmentOrder, from: string): string {
  const next = environments.includes(from) ? environments[environments.indexOf(from) + 1] : undefined;
  if (next !== undefined) return next;
  throw new Error(`No environment comes after ${from} (order: ${environments.join(', ') || 'none'}). Say --to.`);
}

function say(answer: unknown): void {
  const { environment, release, candidate } = Deployment.parse(answer);
  const share = candidate === null ? '' : `, and ${candidate.version} for ${candidate.percent} %`;
  console.log(...column([[`${environment} serves ${release.version}${share}`]]));
}

/** Every release of an agent, newest first. */
export async function releasesOf(api: Api, agent: string): Promise<Release[]> {
  const all: Release[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== null && { cursor }) });
    const page = ReleaseList.parse(await api('GET', `/agents/${encodeURIComponent(agent)}/releases?${query}`));
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

/** An id as it is; else of the newest release with this version. */
export async function releaseId(api: Api, agent: string, name: string): Promise<string> {
  if (name.startsWith('rel_')) return name;
  const found = (await releasesOf(api, agent)).find((one) => one.version === name);
  if (found === undefined)
    throw new Error(`${agent} has no release ${name}. "signalbox releases ${agent}" lists them.`);
  return found.id;
}

const versionsOf = (all: readonly Release[]): Map<string, string> => new Map(all.map((one) => [one.id, one.version]));
const verbs = { deploy: 'deployed', promote: 'promoted', roll_back: 'rolled back' };

type Told = { order: readonly string[]; named: ReadonlyMap<string, string>; only: string | undefined };
export function deploymentLines(list: DeploymentList, { order, named, only }: Told): string[] {
  const mine = <Row extends { environment: string }>(rows: readonly Row[]): Row[] =>
    rows.filter((one) => only === undefined || one.environment === only);
  const version = (id: string): string => named.get(id) ?? id;
  const served = mine(list.items).toSorted((a, b) => placeIn(order, a.environment) - placeIn(order, b.environment));
  const waiting = mine(list.scheduled).filter((one) => one.state === 'waiting');
  const part = (title: string, rows: string[][]): string[] => (rows.length === 0 ? [] : ['', title, ...column(rows)]);
  return [
    ...(served.length === 0 ? ['Nothing is deployed.'] : []),
    ...column(
      served.map((one) => [
        one.environment,
        one.candidate === null
          ? one.release.version
          : `${one.release.version} + ${one.candidate.version} ${one.candidate.percent} %`,
        `since ${short(one.since)}`,
        `${one.deployedByName ?? one.deployedBy}: ${one.reason}`,
      ]),
    ),
    ...part(
      'Planned',
      waiting.map((one) => [one.id, short(one.dueAt), one.environment, version(one.releaseId), one.reason]),
    ),
    ...part(
      'Changes',
      mine(list.changes).map((one) => [
        ...[short(one.at), one.environment, `${verbs[one.verb]} ${version(one.candidateId ?? one.releaseId)}`],
        `${one.byName ?? one.by}: ${one.reason}`,
      ]),
    ),
  ];
}

/** Those in no order come last, as they came. */
const placeIn = (order: readonly string[], environment: string): number =>
  order.includes(environment) ? order.indexOf(environment) : order.length;

/** To the minute, in UTC. */
const short = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')}Z`;
