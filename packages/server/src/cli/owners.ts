import { type AgentFile, AgentRecord } from '../rooms/lifecycle/index.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { applyItems, planItems } from './apply.ts';
import { type OwnerRow, readOwners } from './owner-files.ts';

/** Names the owners that a file lists, a result for each; without `apply` it only says what would change. Exit codes as of plan and apply. */
export async function owners(path: string, flags: ClientFlags & { apply?: true }): Promise<void> {
  const rows = readOwners(path);
  if (rows.length === 0) throw new Error(`${path} names no agent.`);
  const api = apiOf(flags);
  const items = rows.map((row) => ({ path: row.place, name: row.agent, file: () => fileOf(api, row) }));
  await (flags.apply === true ? applyItems(api, items) : planItems(api, items));
}

/** The agent as it is, with another owner. */
async function fileOf(api: Api, { agent, owner, problem }: OwnerRow): Promise<AgentFile> {
  if (problem !== null) throw new Error(problem);
  const { key, teamId, profile } = AgentRecord.parse(await api('GET', `/agents/${encodeURIComponent(agent)}/profile`));
  const metadata = { name: key, team: teamId };
  return { apiVersion: 'signalbox/v1', kind: 'Agent', metadata, registry: { ...profile, owner } };
}
