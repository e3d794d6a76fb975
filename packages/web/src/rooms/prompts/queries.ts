import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { LabelMove } from 'signalbox/contract/lifecycle';
import type {
  Checked,
  Content,
  FolderList,
  PromptDetail,
  PromptList,
  ReviewRule,
  Version,
  VersionDiff,
  WaitingReviews,
} from 'signalbox/contract/prompts';
import type { PromptHistory, PromptUseCounts } from 'signalbox/contract/prompts/history';
import type { PromptNotices } from 'signalbox/contract/prompts/notices';
import type { ConflictDiff, Sync } from 'signalbox/contract/prompts/sync';
import type { PromptUse } from 'signalbox/contract/prompts/use';
import { change, read } from '../../app/api.ts';
import type { PromptsSearch } from './search.ts';

/** Everything about prompts starts with "prompts": a ledger event makes it old. */
export const promptPath = (id: string): string => `/prompts/${encodeURIComponent(id)}`;

export const promptsQuery = (team: string | undefined, { q, folder, tag, label, archived }: PromptsSearch) =>
  infiniteQueryOptions({
    queryKey: ['prompts', 'list', { team, q, folder, tag, label, archived }],
    queryFn: ({ signal, pageParam: cursor }) =>
      read<PromptList>('/prompts', {
        query: { teamId: team, q, folder, tag, label, archived, limit: 100, cursor },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Is there any prompt at all? Asked only when a list came back empty. */
export const anyPromptQuery = queryOptions({
  queryKey: ['prompts', 'any'],
  queryFn: ({ signal }) => read<PromptList>('/prompts', { query: { limit: 1 }, signal }),
});

export const foldersQuery = queryOptions({
  queryKey: ['prompts', 'folders'],
  queryFn: ({ signal }) => read<FolderList>('/prompt-folders', { signal }),
  staleTime: 30_000,
});

export const promptQuery = (id: string) =>
  queryOptions({
    queryKey: ['prompts', 'one', id],
    queryFn: ({ signal }) => read<PromptDetail>(promptPath(id), { signal }),
    placeholderData: keepPreviousData,
  });

export const versionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['prompts', 'version', id, number],
    queryFn: ({ signal }) => read<Version>(`${promptPath(id)}/versions/${number}`, { signal }),
  });

/** Versions never change: what was compared once stays compared. */
export const diffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['prompt-diff', id, from, to],
    queryFn: ({ signal }) => read<VersionDiff>(`${promptPath(id)}/diff`, { query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What saving would change of a version. */
export const contentDiffQuery = (id: string, from: number, content: Content) =>
  queryOptions({
    queryKey: ['prompt-diff', id, from, content],
    queryFn: () => change<VersionDiff>(`${promptPath(id)}/diff`, { from, content }),
    gcTime: 0,
    retry: false,
  });

export const checkQuery = (id: string, content: Content) =>
  queryOptions({
    queryKey: ['prompt-check', id, content],
    queryFn: () => change<Checked>(`${promptPath(id)}/check`, { content }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });

export const promptHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['prompts', 'history', id],
    queryFn: ({ signal, pageParam: cursor }) =>
      read<PromptHistory>(`${promptPath(id)}/history`, { query: { limit: 50, cursor }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

/** How many agents and releases use each of these; asked beside the list, which does not wait for it. */
export const useCountsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['prompts', 'use-counts', ids],
    queryFn: ({ signal }) => read<PromptUseCounts>('/prompt-uses', { query: { ids: ids.join(',') }, signal }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });

export const waitingReviewsQuery = queryOptions({
  queryKey: ['prompts', 'waiting'],
  queryFn: ({ signal }) => read<WaitingReviews>('/prompt-reviews', { signal }),
});

export const reviewRulesQuery = queryOptions({
  queryKey: ['prompts', 'rules'],
  queryFn: ({ signal }) => read<{ items: ReviewRule[] }>('/prompt-review-rules', { signal }),
  staleTime: 30_000,
});

/** What moving a label would do to the agents that follow it; null = nothing is asked. */
export const labelMoveQuery = (prompt: string, to: { label: string; number: number } | null) =>
  queryOptions({
    queryKey: ['prompt-label-move', prompt, to],
    queryFn: () => change<LabelMove>('/label-moves?preview=true', { prompt, ...to, reason: 'What would it do?' }),
    enabled: to !== null,
    gcTime: 0,
    retry: false,
  });

/** Who holds it in releases, and how these did in 30 days. */
export const promptUseQuery = (id: string) =>
  queryOptions({
    queryKey: ['prompts', 'use', id],
    queryFn: ({ signal }) => read<PromptUse>(`${promptPath(id)}/use`, { signal }),
    staleTime: 30_000,
    retry: false,
  });

/** Followed while one works or waits for its turn. */
export const syncsQuery = queryOptions({
  queryKey: ['prompts', 'syncs'],
  queryFn: ({ signal }) => read<{ items: Sync[] }>('/prompt-syncs', { signal }),
  refetchInterval: (query) =>
    query.state.data?.items.some((one) => one.state === 'working' || one.wantedAt !== null) ? 1500 : false,
});

export const conflictQuery = (syncId: string, path: string) =>
  queryOptions({
    queryKey: ['prompts', 'conflict', syncId, path],
    queryFn: ({ signal }) => read<ConflictDiff>(`/prompt-syncs/${syncId}/conflict`, { query: { path }, signal }),
  });

export const noticesQuery = queryOptions({
  queryKey: ['prompts', 'notices'],
  queryFn: ({ signal }) => read<PromptNotices>('/prompt-notices', { signal }),
  retry: false,
});
