import { Link } from '@tanstack/react-router';
import type { NamingState } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';

const most = 12;

/** Agents whose names do not fit: they go on working, and are what the fleet score counts. */
export function Offenders({ of: { offenders, more } }: { of: Pick<NamingState, 'offenders' | 'more'> }) {
  const all = offenders.length + more;
  if (all === 0) return <p className="text-muted">Every agent fits.</p>;
  const hidden = all - Math.min(offenders.length, most);
  return (
    <div className="flex flex-col gap-1">
      <p>
        {plural(all, 'agent')} {all === 1 ? 'does' : 'do'} not fit; {all === 1 ? 'it goes' : 'they go'} on working.
      </p>
      <ul className="flex flex-wrap gap-x-3 gap-y-1" aria-label="Agents that do not fit">
        {offenders.slice(0, most).map((one) => (
          <li key={one.agentId} className="min-w-0 [overflow-wrap:anywhere]">
            <Link to="/agents/$agentId" params={{ agentId: one.slug }} className="text-accent hover:underline">
              <SafeLine text={one.name} max={120} />
            </Link>
          </li>
        ))}
        {hidden === 0 ? null : <li className="text-muted">and {hidden} more</li>}
      </ul>
    </div>
  );
}
