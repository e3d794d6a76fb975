import { useQuery } from '@tanstack/react-query';
import type { EnvironmentOrder } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { environmentOrderQuery } from '../fleet-queries.ts';
import { movedUp } from '../model/environment-order.ts';
import { useVerb } from '../use-verb.ts';
import { useKnownEnvironments } from './use-known-environments.ts';

/** From which environment a release is promoted to which. */
export function EnvironmentOrderForm() {
  const may = mayIn(useQuery(meQuery).data, 'environment.change', null);
  const order = useQuery(environmentOrderQuery);
  if (order.data === undefined)
    return order.error ? (
      <ErrorState error={order.error} onRetry={() => void order.refetch()} />
    ) : (
      <Skeleton rows={2} label="Loading the order" />
    );
  return <Form key={JSON.stringify(order.data)} order={order.data} may={may} />;
}

function Form({ order, may }: { order: EnvironmentOrder; may: boolean }) {
  const [draft, setDraft] = useState(order.environments);
  const known = useKnownEnvironments();
  const set = useVerb<EnvironmentOrder>();
  const put = (environments: string[]): void =>
    set.mutate({ path: '/environments/order', method: 'PUT', body: { environments } });
  const same = JSON.stringify(draft) === JSON.stringify(order.environments);
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <ol aria-label="Order of environments" className="border-t border-line">
        {draft.map((name, i) => (
          <li key={name} className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line py-1.5">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <span className="text-muted tabular-nums">{i + 1} </span>
              <SafeLine text={name} max={120} />
            </span>
            {may ? (
              <span className="flex gap-1.5">
                {i === 0 ? null : (
                  <Button tone="quiet" aria-label={`Move ${name} up`} onClick={() => setDraft(movedUp(draft, name))}>
                    Up
                  </Button>
                )}
                <Button
                  tone="quiet"
                  aria-label={`Take out ${name}`}
                  onClick={() => setDraft(draft.filter((one) => one !== name))}
                >
                  Take out
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      <p className="text-muted">
        {order.isSet ? 'Somebody set it.' : 'As the names of environments say: nobody set it yet.'} An environment that
        is not in it has no next.{may ? '' : ' It is set by compliance and admins.'}
      </p>
      {may ? (
        <>
          <Suggest
            key={draft.length}
            id="order-environment"
            label="Add an environment"
            value=""
            suggestions={known.filter((name) => !draft.includes(name))}
            onCommit={(name) => setDraft(draft.includes(name) ? draft : [...draft, name])}
          />
          <Refusal error={set.error} />
          <div className="flex flex-wrap gap-2">
            <Button tone="primary" disabled={same || draft.length === 0 || set.isPending} onClick={() => put(draft)}>
              Set order
            </Button>
            {order.isSet ? (
              <Button disabled={set.isPending} onClick={() => put([])}>
                Order by name
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
    </div>
  );
}
