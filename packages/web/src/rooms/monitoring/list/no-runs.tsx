import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useAdvanced } from '../../../app/live.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Time } from '../../../ui/zone.tsx';
import { anyRunQuery } from '../queries.ts';
import { noFilters } from '../search.ts';

/** An empty list: how to connect an agent where there is no run at all, else how to see those there are. */
export function NoRuns({ filtered, onFirst }: { filtered: boolean; onFirst: () => void }) {
  const any = useQuery(anyRunQuery);
  const navigate = useNavigate({ from: '/runs' });
  const latest = any.data?.items[0];
  useAdvanced(
    () => any.refetch().then((r) => (r.data?.items.length ? onFirst() : undefined)),
    1000,
    any.isSuccess && latest === undefined,
  );
  if (any.isPending) return null;
  if (any.error && !any.data) return <ErrorState error={any.error} onRetry={() => void any.refetch()} />;
  if (latest === undefined) return <Connect />;
  return (
    <EmptyState title={filtered ? 'No run fits these filters' : 'No runs in this time'}>
      <p>
        The newest run of all started <Time at={latest.startedAt} full />.
      </p>
      <div className="flex flex-wrap gap-2">
        {filtered ? (
          <Button
            onClick={() => void navigate({ search: (s) => ({ ...s, ...noFilters, env: undefined, team: undefined }) })}
          >
            Clear filters
          </Button>
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

/** The lines that connect any agent with an OpenTelemetry exporter. */
function Connect() {
  const lines = [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${location.origin}`,
    'export OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=sbx_…',
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ].join('\n');
  return (
    <EmptyState title="No runs yet">
      <p>
        <Link to="/connect" className="text-accent underline">
          Connect an agent
        </Link>{' '}
        of any framework, with a key made for it. Or, where one is traced with OpenTelemetry already, set these and
        start it again:
      </p>
      <CopyBlock text={lines} label="Lines to connect an agent" />
      <p>
        Replace <code className="mono text-ink">sbx_…</code> by an API key that may ingest: the start of Signalbox
        printed one, <code className="mono text-ink">npm run signalbox -- key create</code> makes another. The first run
        shows here by itself, within seconds.
      </p>
    </EmptyState>
  );
}
