import { isDeepStrictEqual } from 'node:util';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { NamingRule } from '../contract-fleet.ts';
import { fitterOf, readNamingRule } from '../registry/naming-rule.ts';
import { lifecycleTx } from '../tables.ts';

/** What agents may be called from now on; null = anything. Those that are called otherwise go on working. Throws `lifecycle.pattern_invalid`. */
export async function setNamingRule(ctx: Ctx, after: NamingRule | null): Promise<void> {
  authorize(ctx, 'agent.rule');
  if (after !== null) fitterOf(after.pattern);
  const { workspaceId: workspace_id } = ctx;
  await change(ctx, async ({ tx, append }) => {
    const rules = lifecycleTx(tx);
    const before = await readNamingRule(tx, workspace_id);
    if (isDeepStrictEqual(before, after)) return;
    await rules.deleteFrom('agent_naming_rules').where('workspace_id', '=', workspace_id).execute();
    if (after !== null)
      await rules
        .insertInto('agent_naming_rules')
        .values({ workspace_id, ...after })
        .execute();
    append({ type: 'naming_rule.set', v: 1, resource: workspace_id, payload: { before, after } });
  });
}
