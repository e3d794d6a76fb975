import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bytes } from '../../../format/number.ts';
import { buttonLook } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Lamp, type Aspect } from '../../../ui/lamp.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { arrivalsQuery, firstRunQuery, type Arrival } from './queries.ts';

const looks: Record<Arrival['outcome'], { aspect: Aspect; word: string }> = {
  kept: { aspect: 'clear', word: 'Kept' },
  partly: { aspect: 'caution', word: 'Kept in part' },
  not_kept: { aspect: 'caution', word: 'Not kept' },
  wrong_key: { aspect: 'danger', word: 'Wrong key' },
  no_key: { aspect: 'danger', word: 'No key' },
  refused: { aspect: 'danger', word: 'Refused' },
};
const signals: Record<string, string> = { traces: 'Traces', logs: 'Logs', metrics: 'Metrics' };

/** What arrives, as it arrives, and the first run with its link. `since`: when this page was opened, ISO 8601. */
export function Arrivals({ since }: { since: string }) {
  const arrivals = useQuery(arrivalsQuery);
  const first = useQuery(firstRunQuery(since));
  const seen = (arrivals.data?.items ?? []).filter((one) => one.at >= since).toReversed();
  const run = first.data?.run ?? undefined;
  return (
    <section aria-label="What arrives" className="flex flex-col gap-2">
      <h2 className="font-semibold">What arrives</h2>
      <Refusal error={arrivals.error} />
      <div role="status" className="min-h-11">
        {run === undefined ? (
          <p className="text-muted">
            {seen.length === 0
              ? 'Nothing since this page was opened. Start the agent: it shows here within seconds.'
              : 'No run yet.'}
          </p>
        ) : (
          <p className="flex flex-wrap items-center gap-3">
            <Lamp aspect="clear" label="" />
            <span>
              First run: <SafeLine text={run.agent} max={120} />
            </span>
            <Link to="/runs/$runId" params={{ runId: run.id }} className={buttonLook('primary')}>
              Open the run
            </Link>
          </p>
        )}
      </div>
      <ol className="flex flex-col">
        {seen.slice(0, 20).map((one) => (
          <Row key={one.seq} arrival={one} />
        ))}
      </ol>
    </section>
  );
}

function Row({ arrival: { at, signal, outcome, detail, bytes: size } }: { arrival: Arrival }) {
  const { aspect, word } = looks[outcome];
  return (
    <li className="grid grid-cols-[72px_20px_1fr] items-center gap-x-2 border-t border-line py-1">
      <Time at={at} />
      <Lamp aspect={aspect} label="" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {word}
        {signal === null ? '' : `: ${signals[signal] ?? signal}, ${bytes(size)}`}
        {detail === '' ? '' : <span className="text-muted"> · {detail}</span>}
      </span>
    </li>
  );
}
