import { useQuery } from '@tanstack/react-query';
import type { Release } from 'signalbox/contract/lifecycle';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Part } from '../../../ui/part.tsx';
import { RiskMark } from '../../../ui/risk-mark.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { comparisonQuery } from '../release-queries.ts';
import { Differences } from './differences.tsx';

type Props = {
  head: Release;
  /** Id of the release it is compared with; '' = none. */
  base: string;
  /** Others of the agent, newest first. */
  others: readonly Release[];
  onBase: (id: string) => void;
};

/** What differs from another release to this one. */
export function ComparePart({ head, base, others, onBase }: Props) {
  const compared = useQuery(comparisonQuery(base, head.id));
  const choices = others.filter((one) => one.id !== head.id).map((one) => ({ value: one.id, label: one.version }));
  return (
    <Part
      title="What differs"
      end={
        <span className="flex flex-wrap items-center gap-2">
          {compared.data?.risk == null ? null : <RiskMark level={compared.data.risk} />}
          {choices.length === 0 ? null : (
            <span className="inline-flex items-center gap-1.5 text-muted">
              from
              <Select
                label="Compare with"
                value={base}
                choices={base === '' ? [{ value: '', label: 'another release' }, ...choices] : choices}
                onChange={onBase}
              />
            </span>
          )}
        </span>
      }
    >
      {base === '' ? (
        <p className="text-muted">
          {choices.length === 0
            ? 'The first release of this agent: there is nothing before it.'
            : 'Made from no other release. Choose one to compare it with.'}
        </p>
      ) : compared.isError ? (
        <ErrorState error={compared.error} onRetry={() => void compared.refetch()} />
      ) : compared.data === undefined ? (
        <Skeleton rows={3} label="Loading differences" />
      ) : (
        <Differences of={compared.data.changes} none="Nothing differs but their names." />
      )}
    </Part>
  );
}
