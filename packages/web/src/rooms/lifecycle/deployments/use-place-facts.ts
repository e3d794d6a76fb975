import { useQuery } from '@tanstack/react-query';
import type { Agent } from 'signalbox/contract/lifecycle';
import { facetsQuery } from '../../../app/queries.ts';
import { useNow } from '../../../ui/zone.tsx';
import { freezesOver } from '../model/freeze-words.ts';
import { deploymentsQuery, freezesQuery, instancesQuery, releasesQuery, signOffsQuery } from '../release-queries.ts';

export type Subject = Pick<Agent, 'id' | 'slug' | 'name' | 'teamId'>;

/** Environments that anything is known of: deployed to first, then those that telemetry tells. */
export function useEnvironments(agentId: string): string[] {
  const served = useQuery(deploymentsQuery(agentId)).data?.items ?? [];
  const seen = useQuery(facetsQuery).data?.environments ?? [];
  return [...new Set([...served.map((one) => one.environment), ...seen])];
}

/**
 * What matters before a release is deployed there: what is served, who must still sign off, what is frozen, whom it reaches.
 * `release`: undefined = the newest, '' = none.
 */
export function usePlaceFacts(agent: Subject, environment: string, release: string | undefined) {
  const deployments = useQuery(deploymentsQuery(agent.id));
  const releases = useQuery(releasesQuery(agent.id));
  const freezes = useQuery(freezesQuery);
  const releaseId = release ?? releases.data?.items[0]?.id ?? '';
  const signOffs = useQuery(signOffsQuery({ agent: agent.id, environment, releaseId }));
  const instances = useQuery({ ...instancesQuery(agent.id, environment), enabled: environment !== '' });
  const now = useNow(30_000).getTime();
  const place = { teamId: agent.teamId, agentId: agent.id, environment };
  return {
    served: deployments.data?.items.find((one) => one.environment === environment) ?? null,
    releases: releases.data?.items ?? [],
    frozen: environment === '' ? [] : freezesOver(freezes.data?.items ?? [], place, now),
    missing: signOffs.data?.missing ?? 0,
    alive: instances.data?.items.filter((one) => one.state === 'alive').length ?? null,
    error: deployments.error ?? releases.error,
  };
}
