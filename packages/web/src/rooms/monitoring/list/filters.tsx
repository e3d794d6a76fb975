import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { facetsQuery } from '../../../app/queries.ts';
import { FacetBar } from '../../../ui/facet-bar.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { readConditions, told, writeConditions } from '../model/conditions.ts';
import { noFilters, outcomes, states, type RunsSearch } from '../search.ts';
import { SearchBox } from './search-box.tsx';

const choices = (known: Record<string, string>, all: string) => [
  { value: '', label: all },
  ...Object.entries(known).map(([value, label]) => ({ value, label })),
];

/** Words, agent, outcome, state; what else is asked for stands as chips. */
export function Filters({ search, end }: { search: RunsSearch; end: ReactNode }) {
  const facets = useQuery(facetsQuery);
  const navigate = useNavigate();
  const set = (change: RunsSearch): void =>
    void navigate({ to: '.', search: (before) => ({ ...before, peek: undefined, ...change }) });
  const chips = (['conversation', 'user'] as const).flatMap((key) => {
    const value = search[key];
    return value === undefined
      ? []
      : [{ label: key === 'user' ? 'User' : 'Conversation', value, onRemove: () => set({ [key]: undefined }) }];
  });
  const conditions = readConditions(search.filter);
  const held = conditions.map((condition, at) => ({
    ...told(condition),
    onRemove: () => set({ filter: writeConditions(conditions.toSpliced(at, 1)) }),
  }));
  const { peek: _, ...kept } = noFilters;
  const any = Object.keys(kept).some((key) => search[key as keyof typeof kept] !== undefined);
  return (
    <FacetBar chips={[...chips, ...held]} onClear={any ? () => set(noFilters) : null} end={end}>
      <SearchBox value={search.said ?? ''} onCommit={(said) => set({ said: said || undefined })} />
      <Suggest
        id="agent"
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
