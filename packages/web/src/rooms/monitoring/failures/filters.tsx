import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { shortRunId } from '../../../format/id.ts';
import { FacetBar } from '../../../ui/facet-bar.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { failureFacetsQuery } from './queries.ts';
import type { FailuresSearch } from './search.ts';
import { classes, failureStates, sorts } from './words.ts';
import { shortRelease } from '../../../format/id.ts';

const choices = (known: Record<string, string>, all?: string) => [
  ...(all === undefined ? [] : [{ value: '', label: all }]),
  ...Object.entries(known).map(([value, label]) => ({ value, label })),
];
const none: FailuresSearch = {
  ...{ agent: undefined, class: undefined, standing: undefined, release: undefined, run: undefined },
};

/** Agent, class, state, release, order; a run comes from its page and stands as a chip. */
export function Filters({ search }: { search: FailuresSearch }) {
  const facets = useQuery(failureFacetsQuery);
  const navigate = useNavigate({ from: '/failures' });
  const set = (change: FailuresSearch): void =>
    void navigate({ search: (before) => ({ ...before, peek: undefined, ...change }) });
  const { agent, class: of, standing, release, run, by } = search;
  const chips =
    run === undefined ? [] : [{ label: 'Run', value: shortRunId(run), onRemove: () => set({ run: undefined }) }];
  const any = agent ?? of ?? standing ?? release ?? run;
  return (
    <FacetBar
      chips={chips}
      onClear={any === undefined ? null : () => set(none)}
      end={
        <Select
          label="Order"
          plain
          value={by ?? 'last'}
          choices={choices(sorts)}
          onChange={(v) => set({ by: v === 'count' ? 'count' : undefined })}
        />
      }
    >
      <Suggest
        id="filter"
        label="Agent"
        value={agent ?? ''}
        suggestions={facets.data?.agents ?? []}
        onCommit={(v) => set({ agent: v || undefined })}
      />
      <Select
        label="Class"
        value={of ?? ''}
        choices={choices(classes, 'Any class')}
        onChange={(v) => set({ class: (v || undefined) as FailuresSearch['class'] })}
      />
      <Select
        label="State"
        value={standing ?? ''}
        choices={choices(failureStates, 'Any state')}
        onChange={(v) => set({ standing: (v || undefined) as FailuresSearch['standing'] })}
      />
      <Select
        label="Release"
        value={release ?? ''}
        choices={choices(
          Object.fromEntries((facets.data?.releases ?? []).map((one) => [one, shortRelease(one)])),
          'Any release',
        )}
        onChange={(v) => set({ release: v || undefined })}
      />
    </FacetBar>
  );
}
