import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, buttonLook } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { plural } from '../../../format/number.ts';
import { anyAgentQuery } from '../queries.ts';

/** An empty list: how to connect the first agent, or how to see those there are. */
export function NoAgents({ filtered }: { filtered: boolean }) {
  const any = useQuery(anyAgentQuery);
  const navigate = useNavigate({ from: '/agents' });
  if (any.isPending) return null;
  if (any.error && !any.data) return <ErrorState error={any.error} onRetry={() => void any.refetch()} />;
  if (any.data.total > 0 && filtered)
    return (
      <EmptyState title="No agent fits these filters">
        <p>
          There {any.data.total === 1 ? 'is' : 'are'} {plural(any.data.total, 'agent')} in all.
        </p>
        <Button onClick={() => void navigate({ search: {} })}>Clear filters</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="No agents yet">
      <p>
        An agent appears here by itself when its first run arrives: no registration, no agent to install. Any framework
        that sends OpenTelemetry will do, and connecting takes about five minutes.
      </p>
      <Link to="/connect" className={buttonLook('primary')}>
        Connect an agent
      </Link>
      <p>
        What it calls itself is its name: the attribute <code className="mono text-ink">signalbox.agent</code>, or what
        its framework tells. You can rename, merge and split agents later; their past follows.
      </p>
    </EmptyState>
  );
}
