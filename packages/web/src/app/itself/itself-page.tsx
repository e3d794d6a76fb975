import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SettingsFrame } from '../settings-frame.tsx';
import { figuresQuery, titleOf, valuesOf } from './figures.ts';

/** How Signalbox itself does: the figures that Prometheus gets, and what to do about each. */
export function ItselfPage() {
  const { data, error, refetch } = useQuery(figuresQuery);
  return (
    <SettingsFrame title="Signalbox itself">
      <p className="py-3 text-muted">
        Of the process that answers, since its start; read anew every ten seconds. Prometheus gets the same at{' '}
        <code className="mono">/metrics</code>, with an API key that has the scope read.
      </p>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton rows={8} label="Loading figures" /> : null}
      <dl className="flex flex-col">
        {data?.items.map((figure) => {
          const values = valuesOf(figure);
          return (
            <div
              key={figure.name}
              className="grid gap-x-4 gap-y-0.5 border-b border-line py-2 desk:grid-cols-[200px_180px_minmax(0,1fr)]"
            >
              <dt className="font-medium" title={figure.name}>
                {titleOf(figure.name)}
              </dt>
              <dd className="tabular-nums">
                {values.length === 0 ? <span className="text-muted">—</span> : null}
                {values.map((value) => (
                  <span key={value} className="block [overflow-wrap:anywhere]">
                    {value}
                  </span>
                ))}
              </dd>
              <dd className="text-muted">
                {figure.help} {figure.advice}
              </dd>
            </div>
          );
        })}
      </dl>
    </SettingsFrame>
  );
}
