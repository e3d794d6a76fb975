import { queryOptions } from '@tanstack/react-query';
import type {
  AgentRecord,
  DeploymentList,
  Freeze,
  Instance,
  MadeRelease,
  Release,
  ReleaseComparison,
  ReleaseVerification,
  SignOffs,
} from 'signalbox/contract/lifecycle';
import { change, read } from '../../app/api.ts';

/** Questions about releases and deployments. All begin with "agents": whatever changes one of them makes them old. */
const of = (id: string): string => encodeURIComponent(id);

export const recordQuery = (agent: string) =>
  queryOptions({
    queryKey: ['agents', 'record', agent],
    queryFn: ({ signal }) => read<AgentRecord>(`/agents/${of(agent)}/profile`, { signal }),
  });

/** The newest hundred; older ones are found by what names them. */
export const releasesQuery = (agent: string) =>
  queryOptions({
    queryKey: ['agents', 'releases', agent],
    queryFn: ({ signal }) =>
      read<{ items: Release[]; nextCursor: string | null }>(`/agents/${of(agent)}/releases`, {
        query: { limit: 100 },
        signal,
      }),
  });

export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['agents', 'release', id],
    queryFn: ({ signal }) => read<Release>(`/releases/${of(id)}`, { signal }),
  });

export const comparisonQuery = (base: string, head: string) =>
  queryOptions({
    queryKey: ['agents', 'comparison', base, head],
    queryFn: ({ signal }) =>
      read<ReleaseComparison>(`/releases/${of(base)}/comparison`, { query: { to: head }, signal }),
    enabled: base !== '' && head !== '' && base !== head,
  });

export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['agents', 'verification', id],
    queryFn: ({ signal }) => read<ReleaseVerification>(`/releases/${of(id)}/verification`, { signal }),
  });

/** What a release of this would be called and what differs; nothing is made. */
export const releasePreviewQuery = (agent: string, body: { manifest: unknown; why: string }) =>
  queryOptions({
    queryKey: ['preview', 'release', agent, body.manifest],
    queryFn: () => change<MadeRelease>(`/agents/${of(agent)}/releases?preview=true`, body),
    staleTime: 0,
    retry: false,
  });

export const deploymentsQuery = (agent: string) =>
  queryOptions({
    queryKey: ['agents', 'deployments', agent],
    queryFn: ({ signal }) => read<DeploymentList>(`/agents/${of(agent)}/deployments`, { signal }),
  });

export const freezesQuery = queryOptions({
  queryKey: ['agents', 'freezes'],
  queryFn: ({ signal }) => read<{ items: Freeze[] }>('/freezes', { signal }),
});

type Place = { agent: string; environment: string; releaseId: string };
export const signOffsPath = ({ agent, environment, releaseId }: Place): string =>
  `/agents/${of(agent)}/deployments/${of(environment)}/releases/${of(releaseId)}/sign-offs`;

export const signOffsQuery = (place: Place) =>
  queryOptions({
    queryKey: ['agents', 'sign-offs', place],
    queryFn: ({ signal }) => read<SignOffs>(signOffsPath(place), { signal }),
    enabled: place.environment !== '' && place.releaseId !== '',
  });

/** Processes that run the agent, the last heard first; at most 200. */
export const instancesQuery = (agent: string, environment?: string) =>
  queryOptions({
    queryKey: ['agents', 'instances', agent, environment],
    queryFn: ({ signal }) =>
      read<{ items: Instance[]; next: string | null }>(`/agents/${of(agent)}/instances`, {
        query: { environment, limit: 200 },
        signal,
      }),
    refetchInterval: 10_000,
  });
