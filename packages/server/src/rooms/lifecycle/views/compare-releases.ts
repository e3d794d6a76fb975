import type { Ctx } from '../../../spine/ctx.ts';
import type { ReleaseComparison } from '../contract-releases.ts';
import { diffManifests, highestRisk } from '../model/release/diff.ts';
import { findRelease, releasesFrom } from '../releases/rows.ts';

/** What differs from one release to another, also of another agent. Throws `lifecycle.not_found`. */
export async function compareReleases(ctx: Ctx, ids: { base: string; head: string }): Promise<ReleaseComparison> {
  const rows = [await findRelease(ctx, ids.base), await findRelease(ctx, ids.head)];
  const [base, head] = await releasesFrom(ctx, rows);
  const changes = diffManifests(base!.manifest, head!.manifest);
  return { base: base!, head: head!, changes, risk: highestRisk(changes) };
}
