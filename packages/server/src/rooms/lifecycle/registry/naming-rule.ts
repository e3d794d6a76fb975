import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Db } from '../../../spine/tx.ts';
import type { NamingRule } from '../contract-fleet.ts';
import { lifecycleDb } from '../tables.ts';

/** What agents may be called; null = anything. */
export async function readNamingRule(db: Db, workspaceId: string): Promise<NamingRule | null> {
  const rules = lifecycleDb(db).selectFrom('agent_naming_rules').select(['pattern', 'reason']);
  return (await rules.where('workspace_id', '=', workspaceId).executeTakeFirst()) ?? null;
}

/** Does a name fit, from its beginning to its end? RE2 takes linear time whatever the pattern. Throws `lifecycle.pattern_invalid`. */
export function fitterOf(pattern: string): (name: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.matches(name);
  } catch (cause) {
    if (!(cause instanceof RE2JSSyntaxException)) throw cause;
    throw new AppError('lifecycle.pattern_invalid', { params: { reason: cause.message }, cause });
  }
}

/** Throws `lifecycle.name_refused` where the rule of the workspace does not let an agent be called so. */
export async function checkName(db: Db, { workspaceId }: Ctx, name: string): Promise<void> {
  const rule = await readNamingRule(db, workspaceId);
  if (rule !== null && !fitterOf(rule.pattern)(name))
    throw new AppError('lifecycle.name_refused', { params: { name, ...rule } });
}
