import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import type { QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { Select } from '../../../ui/select.tsx';

type Filter = Widget['query']['filters'][number];
type Props = { filters: readonly Filter[]; catalogue: QueryCatalogue; onChange: (filters: Filter[]) => void };
const ops = { is: 'is', is_not: 'is not', contains: 'contains' } as const;

/** What the figures are narrowed to; several values of one are any of them. */
export function FilterRows({ filters, catalogue, onChange }: Props) {
  const set = (at: number, change: Partial<Filter>): void =>
    onChange(filters.map((one, n) => (n === at ? { ...one, ...change } : one)));
  const dimensions = catalogue.dimensions.map(({ id, label }) => ({ value: id, label }));
  return (
    <div className="flex flex-col items-start gap-1.5">
      {filters.map((filter, at) => (
        <div key={at} className="flex w-full flex-wrap items-center gap-1.5">
          <Select
            label="Filter by"
            value={filter.dimension}
            choices={dimensions}
            onChange={(dimension) => set(at, { dimension })}
            plain
          />
          <Select
            label="How"
            value={filter.op}
            choices={Object.entries(ops).map(([value, label]) => ({ value, label }))}
            onChange={(op) => set(at, { op: op as Filter['op'] })}
            plain
          />
          <input
            aria-label="Values, with commas between"
            placeholder="Values, with commas between"
            value={filter.values.join(',')}
            maxLength={2000}
            onChange={(event) => set(at, { values: event.target.value.split(',') })}
            className="h-11 min-w-0 flex-1 rounded-control border border-edge bg-panel px-2 desk:h-7"
          />
          <Button
            tone="quiet"
            aria-label="Remove this filter"
            onClick={() => onChange(filters.filter((_, n) => n !== at))}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...filters, { dimension: 'agent', op: 'is', values: [''] }])}>Add filter</Button>
    </div>
  );
}
