import { sql } from 'kysely';
import { deployRelease } from '../../rooms/lifecycle/verbs/deploy-release.ts';
import { openTestEdge } from '../edge.fixture.ts';

/** The real edge with an agent "Agent 1" (slug agent-1) that has two releases; the first is deployed to production. */
export async function openDeliveryEdge() {
  const edge = await openTestEdge();
  const { workspaceId, teamId } = edge.first;
  const { db } = edge.state;
  await sql`insert into agents (id, workspace_id, team_id, slug, name, key, created_at)
    values ('agt_1', ${workspaceId}, ${teamId}, 'agent-1', 'Agent', 'Agent 1', now())`.execute(db);
  for (const n of [1, 2]) {
    const manifest = JSON.stringify({ schema: 'signalbox.release/v1', settings: { n } });
    await sql`insert into releases (id, workspace_id, agent_id, digest, version, schema, manifest, signature, key_id, why,
        expected_effect, evidence, notes, created_by, created_at)
      values (${`rel_${n}`}, ${workspaceId}, 'agt_1', ${String(n).repeat(64)}, ${`1.${n}.0`}, 'signalbox.release/v1',
        ${manifest}, 'c2ln', 'k', 'why', '', '[]', '', 'per_author', now())`.execute(db);
  }
  const deploy = (releaseId: string, percent = 100) =>
    deployRelease(
      edge.system,
      { agent: 'agt_1', environment: 'production' },
      { releaseId, percent, reason: 'because' },
    );
  await deploy('rel_1');
  return { ...edge, deploy };
}
