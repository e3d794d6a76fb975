import { useQuery } from '@tanstack/react-query';
import type { Condition } from 'signalbox/contract/monitoring';
import type { Query } from '../../../app/api.ts';
import { count } from '../../../format/number.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { isChosen, labels, type Named, toggled } from '../model/conditions.ts';
import { facetCountsQuery } from '../queries.ts';
import { outcomes, states } from '../search.ts';
import { ConditionForm } from './condition-form.tsx';
import { shortRelease } from '../../../format/id.ts';

type Props = { query: Query; conditions: readonly Condition[]; onChange: (conditions: readonly Condition[]) => void };

const shownAtFirst = 8;

/** What the runs of the filter are about, with how many there are of each; one click narrows, another widens. */
export function FacetPanel({ query, conditions, onChange }: Props) {
  const found = useQuery(facetCountsQuery(query));
  return (
    <aside
      aria-label="Facets"
      className="w-60 shrink-0 overflow-y-auto border-r border-line px-3 py-2 max-desk:absolute max-desk:inset-0 max-desk:z-20 max-desk:w-full max-desk:bg-ground"
    >
      <ConditionForm onAdd={(condition) => onChange([...conditions, condition])} />
      {found.data === undefined ? (
        found.error ? (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Skeleton rows={12} label="Loading facets" />
        )
      ) : (
        found.data.facets.map(({ by, values }) => (
          <Facet
            key={by}
            by={by as Named['by']}
            values={values}
            conditions={conditions}
            onToggle={(value) => onChange(toggled(conditions, by as Named['by'], value))}
          />
        ))
      )}
    </aside>
  );
}

type FacetProps = {
  by: Named['by'];
  values: readonly { value: string; runs: number }[];
  conditions: readonly Condition[];
  onToggle: (value: string) => void;
};

function Facet({ by, values, conditions, onToggle }: FacetProps) {
  if (values.length === 0 || (values.length === 1 && values[0]!.value === '')) return null;
  const chosen = values.filter((v, i) => i < shownAtFirst || isChosen(conditions, by, v.value));
  const rest = values.filter((v) => !chosen.includes(v));
  const rows = (of: typeof values) =>
    of.map(({ value, runs }) => (
      <label
        key={value}
        className="flex min-h-11 cursor-pointer items-center gap-2 rounded-control px-1 hover:bg-sunk desk:min-h-6"
      >
        <input
          type="checkbox"
          checked={isChosen(conditions, by, value)}
          onChange={() => onToggle(value)}
          className="size-4 shrink-0 accent-(--accent)"
        />
        <span className="min-w-0 flex-1 truncate">
          <SafeLine text={wordOf(by, value)} max={120} />
        </span>
        <span className="tabular-nums text-muted">{count(runs)}</span>
      </label>
    ));
  return (
    <fieldset className="m-0 mt-3 border-0 p-0">
      <legend className="label mb-1">{labels[by]}</legend>
      {rows(chosen)}
      {rest.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer px-1 py-1 text-muted">{rest.length} more</summary>
          {rows(rest)}
        </details>
      )}
    </fieldset>
  );
}

const sources: Record<string, string> = {
  ...{ person: 'A person', evaluated: 'Evaluated', declared: 'Declared', inferred: 'Inferred' },
};

const wordOf = (by: string, value: string): string => {
  if (value === '') return 'Not told';
  if (by === 'release') return shortRelease(value);
  if (by === 'source') return sources[value] ?? value;
  if (by === 'outcome') return outcomes[value as keyof typeof outcomes] ?? value;
  return by === 'state' ? (states[value as keyof typeof states] ?? value) : value;
};
