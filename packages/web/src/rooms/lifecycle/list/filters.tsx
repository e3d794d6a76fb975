import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FacetBar } from '../../../ui/facet-bar.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { healths, sorts, type AgentsSearch } from '../search.ts';

type Props = { search: AgentsSearch; names: readonly string[]; end: ReactNode };

const none: AgentsSearch = { q: undefined, health: undefined, unclaimed: undefined };

/** By name, health and owner; and in which order. */
export function Filters({ search, names, end }: Props) {
  const navigate = useNavigate({ from: '/agents' });
  const set = (change: AgentsSearch): void => void navigate({ search: (before) => ({ ...before, ...change }) });
  const any = search.q ?? search.health ?? search.unclaimed;
  return (
    <FacetBar chips={[]} onClear={any === undefined ? null : () => set(none)} end={end}>
      <Suggest
        id="filter"
        label="Name"
        value={search.q ?? ''}
        suggestions={names}
        onCommit={(q) => set({ q: q || undefined })}
      />
      <Select
        label="Health"
        value={search.health ?? ''}
        choices={[
          { value: '', label: 'Any health' },
          ...Object.entries(healths).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(v) => set({ health: (v || undefined) as AgentsSearch['health'] })}
      />
      <Select
        label="Owner"
        value={search.unclaimed ?? ''}
        choices={[
          { value: '', label: 'Any owner' },
          { value: 'true', label: 'Unclaimed' },
        ]}
        onChange={(v) => set({ unclaimed: (v || undefined) as AgentsSearch['unclaimed'] })}
      />
      <Select
        label="Order"
        value={search.sort ?? 'health'}
        choices={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
        onChange={(v) => set({ sort: v === 'health' ? undefined : (v as AgentsSearch['sort']) })}
      />
    </FacetBar>
  );
}
