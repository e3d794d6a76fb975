import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Dashboard,
  type DashboardList,
  dashboardText,
  type ImportedDashboard,
} from '../rooms/monitoring/index.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { printable } from './printable.ts';

type Teams = { items: { id: string; slug: string }[] };
type ListFlags = ClientFlags & { json?: boolean };
type ImportFlags = ClientFlags & { team?: string };

/** Every dashboard in a line. */
export async function dashboardList(flags: ListFlags): Promise<void> {
  const api = apiOf(flags);
  const { items } = (await api('GET', '/dashboards')) as DashboardList;
  if (flags.json === true) return console.log(JSON.stringify(items, null, 2));
  const { items: teams } = (await api('GET', '/teams')) as Teams;
  const whose = ({ builtIn, teamId }: DashboardList['items'][number]): string =>
    builtIn ? 'built in' : teamId === null ? 'everybody' : (teams.find(({ id }) => id === teamId)?.slug ?? teamId);
  for (const line of column(items.map((one) => [one.id, whose(one), `${one.widgets} widgets`, one.name])))
    console.log(line);
}

/** One of them as YAML, found by id or by a name that is one dashboard's alone. */
export async function dashboardExport(named: string, flags: ClientFlags & { output?: string }): Promise<void> {
  const api = apiOf(flags);
  const found = (await api('GET', `/dashboards/${encodeURIComponent(await idOf(api, named))}`)) as Dashboard;
  const text = dashboardText(found);
  if (flags.output === undefined) return console.log(text.trimEnd());
  writeFileSync(flags.output, text);
  console.log(printable(`${found.name} in ${flags.output}`));
}

async function idOf(api: Api, named: string): Promise<string> {
  const { items } = (await api('GET', '/dashboards')) as DashboardList;
  const fits = items.filter(({ id }) => id === named);
  const found = fits.length > 0 ? fits : items.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  if (found.length > 1) throw new Error(`${found.length} dashboards are called ${printable(named)}: say the id.`);
  if (found[0] === undefined) throw new Error(`The key sees no dashboard ${printable(named)}.`);
  return found[0].id;
}

/** Makes dashboards what files say, one a file; again as often as you like. */
export async function dashboardImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const api = apiOf(flags);
  const texts = paths.map((path) => ({ path, yaml: readFileSync(path, 'utf8') }));
  const teamId = await teamOf(api, flags.team);
  for (const { path, yaml } of texts) {
    const { outcome, dashboard } = (await api('PUT', '/dashboards/import', { yaml, teamId }).catch((cause: Error) => {
      throw new Error(`${path}: ${cause.message}`, { cause });
    })) as ImportedDashboard;
    console.log(printable(`${outcome} ${dashboard.name} ${dashboard.id}`));
  }
}

async function teamOf(api: Api, slug: string | undefined): Promise<string> {
  const { items } = (await api('GET', '/teams')) as Teams;
  const team = slug === undefined ? items[0] : items.find((one) => one.slug === slug);
  if (team === undefined) throw new Error(`The key sees no team${slug === undefined ? '' : ` "${slug}"`}.`);
  return team.id;
}
