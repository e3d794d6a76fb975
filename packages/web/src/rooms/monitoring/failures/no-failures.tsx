import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

const none = {
  ...{ agent: undefined, class: undefined, standing: undefined, release: undefined, run: undefined, peek: undefined },
  ...{ env: undefined, team: undefined },
};

/** An empty list: how to see others, and where failures come from. */
export function NoFailures({ filtered }: { filtered: boolean }) {
  const navigate = useNavigate({ from: '/failures' });
  return (
    <EmptyState title={filtered ? 'No failure fits these filters' : 'Nothing failed in this time'}>
      <p>
        A failing step of a run is put here within seconds: a span with the status ERROR, an exception, or an{' '}
        <code className="mono text-ink">error.type</code>. So is a run that was told to have failed, or was refused.
        Those that say the same in the same place count as one failure.
      </p>
      <p>
        Where an agent fails and nothing is here, it does not say so: let it end its spans with the error, or tell the
        outcome of the run.
      </p>
      <div className="flex flex-wrap gap-2">
        {filtered ? (
          <Button onClick={() => void navigate({ search: (s) => ({ ...s, ...none }) })}>Clear filters</Button>
        ) : null}
        <Button
          onClick={() => void navigate({ search: (s) => ({ ...s, range: 'all', from: undefined, to: undefined }) })}
        >
          Show all time
        </Button>
      </div>
    </EmptyState>
  );
}
