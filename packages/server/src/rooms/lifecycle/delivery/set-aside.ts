import type { Db } from '../../../spine/tx.ts';

/** What happens to these changes nothing that is served: texts of prompts and releases stay as they were made. All others might. */
const elsewhere = new Set([
  ...['content', 'glass', 'grant', 'key', 'person', 'second_factor', 'service_account', 'sign_in_link'],
  ...['environment', 'freeze', 'model_provider', 'naming_rule', 'price', 'quarantine', 'release', 'setting'],
  ...['prompt', 'prompt_review_rule', 'prompt_sync'],
]);
/** More than that is read anew all the same. */
const most = 1_000;

/**
 * Are the events after one place in the ledger, up to another, all of such as change nothing that is served? People sign in and read
 * all day: for that not all deployments need to be read again.
 */
export async function areElsewhere(
  db: Db,
  workspaceId: string,
  { after, upTo }: { after: number; upTo: number },
): Promise<boolean> {
  if (upTo - after > most) return false;
  const events = db.selectFrom('ledger').select('type').where('workspace_id', '=', workspaceId);
  const found = await events.where('seq', '>', after).where('seq', '<=', upTo).execute();
  // Fewer: this was read from a copy that lags behind the one that told the place.
  return found.length === upTo - after && found.every(({ type }) => elsewhere.has(type.slice(0, type.indexOf('.'))));
}
