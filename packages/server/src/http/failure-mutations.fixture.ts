import { tokensOf } from '../detect/drain/tokens.ts';
import { fingerprintOf } from '../rooms/monitoring/failures/fingerprint.ts';
import type { MonitoringTables } from '../rooms/monitoring/tables.ts';
import { muteFailure } from '../rooms/monitoring/verbs/mute-failure.ts';
import { newId } from '../spine/ids.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = { failureId: string };
const byWrite = { byWrite: true } as const;
const soon = (): string => new Date(Date.now() + 86_400_000).toISOString();

/** What each mutating route of failures is called with. */
export const failureCases = {
  'POST /api/v1/failures/{id}/resolve': ({ failureId: id }: Place) => ({ ...byWrite, id, body: { reason: 'mended' } }),
  'POST /api/v1/failures/{id}/mute': ({ failureId: id }: Place) => ({
    ...{ ...byWrite, id, body: { reason: 'known', until: soon() } },
  }),
  'POST /api/v1/failures/{id}/reopen': ({ failureId: id }: Place) => ({ ...byWrite, id, body: { reason: 'not yet' } }),
  'POST /api/v1/failures/{id}/assign': ({ failureId: id, personId }: Place & { personId: string }) => ({
    ...{ ...byWrite, id, body: { person: personId } },
  }),
  'POST /api/v1/failures/{id}/undo': ({ failureId: id }: Place) => ({ ...byWrite, id }),
};

/** A failure of the first team, muted. */
export async function failuresWorld({ state, system, first }: TestEdge): Promise<Place> {
  const scope = { workspaceId: first.workspaceId, teamId: first.teamId, agent: newId('agt'), class: 'other' } as const;
  const words = tokensOf('not found');
  const id = fingerprintOf(scope, { kind: 'step', name: 'read' }, words);
  const [seed, template] = [JSON.stringify(words), JSON.stringify(words)];
  await state.db
    .withTables<MonitoringTables>()
    .insertInto('ops_failure_groups')
    .values({
      ...{ id, workspace_id: scope.workspaceId, team_id: scope.teamId, agent: scope.agent, class: scope.class },
      ...{ locus_kind: 'step', locus: 'read', seed, template, ordinal: 0, created_at: new Date() },
    })
    .execute();
  await muteFailure(system, { id, reason: 'known', until: soon() });
  return { failureId: id };
}
