import { namesOfPeople } from '../../../access/index.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { agentFigures, type AgentFigures } from '../../monitoring/index.ts';
import type { Agent, AgentQuery } from '../contract.ts';
import type { CatalogAgent } from '../registry/find-agent.ts';
import { aspect } from '../model/aspect.ts';
import { figuresOf } from '../model/figures.ts';
import { type LastSeen, seenKey } from './last-seen.ts';
import type { Window } from './window.ts';

/** What figures are asked of. */
export type FactStores = {
  warehouse: Warehouse;
  rollups: Parameters<typeof agentFigures>[1]['rollups'];
  lastSeen: LastSeen;
};

/** Figures by `<team> <key>` within the window; null = they cannot be read now. */
export async function figuresByAgent(
  ctx: Ctx,
  stores: FactStores,
  query: AgentQuery & { teamId?: string | undefined; agent?: string },
  window: Window,
): Promise<Map<string, AgentFigures> | null> {
  const wanted = { teamId: query.teamId, agent: query.agent, environment: query.environment, release: query.release };
  const filters = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  try {
    const { items } = await agentFigures(ctx, stores, { from: window.from, to: window.to, ...filters });
    return new Map(items.map((one) => [seenKey(one.teamId, one.agent), one]));
  } catch (error) {
    if (isAway(error)) return null;
    throw error;
  }
}

/** The warehouse does not answer: what the catalog knows can still be shown. */
export const isAway = (error: unknown): boolean => /^warehouse\./.test(String((error as { code?: unknown }).code));

/** Rows of the catalog with their figures, owner, last sign of life and aspect. */
export async function agentRows(
  ctx: Ctx,
  { lastSeen }: FactStores,
  agents: readonly CatalogAgent[],
  known: { figures: Map<string, AgentFigures> | null; window: Window },
): Promise<Agent[]> {
  const { figures, window } = known;
  const teams = await ctx.state.db
    .selectFrom('teams')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspaceId)
    .execute();
  const teamName = new Map(teams.map(({ id, name }) => [id, name]));
  const owners = await namesOfPeople(
    ctx,
    agents.flatMap((one) => one.ownerId ?? []),
  );
  const silent = agents.some((one) => figures?.has(seenKey(one.teamId, one.key)) !== true);
  const seen = silent ? await lastSeen.of(ctx.workspaceId).catch(unlessAway) : new Map<string, string>();
  return agents.map((agent) => {
    const place = seenKey(agent.teamId, agent.key);
    const own = figures?.get(place);
    const lastAt = own?.lastAt ?? seen.get(place) ?? agent.firstSeenAt?.toISOString() ?? null;
    return {
      ...{ id: agent.id, slug: agent.slug, name: agent.name, key: agent.key, teamId: agent.teamId },
      teamName: teamName.get(agent.teamId) ?? agent.teamId,
      owner: agent.ownerId === null ? null : { id: agent.ownerId, name: owners.get(agent.ownerId) ?? agent.ownerId },
      firstSeenAt: agent.firstSeenAt?.toISOString() ?? null,
      lastAt,
      figures: own === undefined ? null : figuresOf(own),
      aspect: aspectOf(agent, { own, readable: figures !== null, lastAt, window }),
    };
  });
}

const unlessAway = (error: unknown): Map<string, string> => {
  if (isAway(error)) return new Map();
  throw error;
};

type Seen = { own: AgentFigures | undefined; readable: boolean; lastAt: string | null; window: Window };

function aspectOf(agent: CatalogAgent, { own, readable, lastAt, window }: Seen): Agent['aspect'] {
  const { completed, failed, passedToPerson, abandoned, unknown } = own?.outcomes ?? nothing;
  const figures = {
    invocations: own?.invocations ?? 0,
    completed: completed.count,
    failed: failed.count,
    passedToPerson: passedToPerson.count,
    abandoned: abandoned.count,
    unknown: unknown.count,
    unbound: own?.unbound ?? 0,
  };
  return aspect({
    figures: readable ? figures : null,
    lastAt,
    window: window.words,
    foreign: agent.sameNameAs !== null,
    // Nothing here limits an agent yet: guards and rollouts will say so.
    ...{ rung: 'full', rungSince: null },
    runs: `/runs?agent=${encodeURIComponent(agent.key)}&team=${agent.teamId}`,
  });
}

const none = { count: 0, inferred: 0 };
const nothing = { completed: none, failed: none, passedToPerson: none, abandoned: none, unknown: none };
