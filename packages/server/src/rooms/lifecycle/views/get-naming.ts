import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { NamingState } from '../contract-fleet.ts';
import { fitterOf, readNamingRule } from '../registry/naming-rule.ts';
import { visibleAgents } from './list-agents.ts';

const most = 200;

/**
 * What agents may be called, and which of those one may see are called otherwise. `pattern`: which would be by another rule, before it
 * is set; throws `lifecycle.pattern_invalid`.
 */
export async function getNaming(ctx: Ctx, { pattern }: { pattern?: string | undefined } = {}): Promise<NamingState> {
  authorize(ctx, 'agent.read', 'anywhere');
  const rule = await readNamingRule(ctx.state.db, ctx.workspaceId);
  const asked = pattern ?? rule?.pattern;
  if (asked === undefined) return { rule, offenders: [], more: 0 };
  const fits = fitterOf(asked);
  const offenders = (await visibleAgents(ctx)).filter((one) => !fits(one.name));
  const told = offenders.toSorted((a, b) => a.name.localeCompare(b.name, 'en')).slice(0, most);
  return {
    rule,
    offenders: told.map(({ id, slug, name, teamId }) => ({ agentId: id, slug, name, teamId })),
    more: offenders.length - told.length,
  };
}
