import type { QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { Select } from '../../../ui/select.tsx';

type Props = { measures: readonly string[]; catalogue: QueryCatalogue; onChange: (measures: string[]) => void };

/** What is measured; the words of the catalogue say what each means. */
export function MeasureRows({ measures, catalogue, onChange }: Props) {
  const choices = catalogue.measures.map(({ id, label }) => ({ value: id, label }));
  const free = catalogue.measures.find(({ id }) => !measures.includes(id))?.id;
  return (
    <div className="flex flex-col items-start gap-1.5">
      {measures.map((id, at) => (
        <div key={id} className="flex max-w-full flex-wrap items-center gap-1.5">
          <Select
            label="Measure"
            value={id}
            choices={choices.filter(({ value }) => value === id || !measures.includes(value))}
            onChange={(to) => onChange(measures.map((one, n) => (n === at ? to : one)))}
            plain
          />
          {measures.length > 1 ? (
            <Button
              tone="quiet"
              aria-label="Remove this measure"
              onClick={() => onChange(measures.filter((_, n) => n !== at))}
            >
              <Icon name="close" />
            </Button>
          ) : null}
          <span className="text-meta text-muted">{catalogue.measures.find((one) => one.id === id)?.description}</span>
        </div>
      ))}
      {measures.length < 5 && free !== undefined ? (
        <Button onClick={() => onChange([...measures, free])}>Add measure</Button>
      ) : null}
    </div>
  );
}
