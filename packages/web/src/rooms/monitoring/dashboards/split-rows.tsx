import type { QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { Select } from '../../../ui/select.tsx';
import { splitsOf } from './model/widget-form.ts';

type Props = {
  splits: readonly string[];
  dimensions: QueryCatalogue['dimensions'];
  onChange: (splits: string[]) => void;
};

/** What a chart is split by: by one, and by another within it. */
export function SplitRows({ splits, dimensions, onChange }: Props) {
  const [first = '', second = ''] = splits;
  const choices = (without: string) => [
    { value: '', label: 'Nothing' },
    ...dimensions.filter(({ id }) => id !== without).map(({ id, label }) => ({ value: id, label })),
  ];
  return (
    <>
      <Select
        label="Split by"
        value={first}
        choices={choices('')}
        onChange={(id) => onChange(splitsOf(id, second))}
        plain
      />
      {first === '' ? null : (
        <Select
          label="And by"
          value={second}
          choices={choices(first)}
          onChange={(id) => onChange(splitsOf(first, id))}
          plain
        />
      )}
    </>
  );
}
