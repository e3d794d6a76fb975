import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { facetsQuery } from '../../../app/queries.ts';
import { FacetBar } from '../../../ui/facet-bar.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { outcomes, states, type RunsSearch } from '../search.ts';

const choices = (known: Record<string, string>, all: string) => [
  { value: '', label: all },
  ...Object.entries(known).map(([value, label]) => ({ value, label })),
];

/** Agent, outcome, state; conversation and user come from a run's page and stand as chips. */
export function Filters({ search, end }: { search: RunsSearch; end: ReactNode }) {
  const facets = useQuery(facetsQuery);
  const navigate = useNavigate({ from: '/runs' });
  const set = (change: RunsSearch): void =>
    void navigate({ search: (before) => ({ ...before, peek: undefined, ...change }) });
  const chips = (['conversation', 'user'] as const).flatMap((key) => {
    const value = search[key];
    return value === undefined
      ? []
      : [{ label: key === 'user' ? 'User' : 'Conversation', value, onRemove: () => set({ [key]: undefined }) }];
  });
  const any = search.agent ?? search.outcome ?? search.state ?? search.conversation ?? search.user;
  const none: RunsSearch = {
    agent: undefined,
    outcome: undefined,
    state: undefined,
    conversation: undefined,
    user: undefined,
  };
  return (
    <FacetBar chips={chips} onClear={any === undefined ? null : () => set(none)} end={end}>
      <Suggest
        id="filter"
        label="Agent"
        value={search.agent ?? ''}
        suggestions={facets.data?.agents ?? []}
        onCommit={(agent) => set({ agent: agent || undefined })}
      />
      <Select
        label="Outcome"
        value={search.outcome ?? ''}
        choices={choices(outcomes, 'Any outcome')}
        onChange={(v) => set({ outcome: (v || undefined) as RunsSearch['outcome'] })}
      />
      <Select
        label="State"
        value={search.state ?? ''}
        choices={choices(states, 'Any state')}
        onChange={(v) => set({ state: (v || undefined) as RunsSearch['state'] })}
      />
    </FacetBar>
  );
}
