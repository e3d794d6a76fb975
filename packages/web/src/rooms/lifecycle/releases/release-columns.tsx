import { Link } from '@tanstack/react-router';
import type { Deployment, Release } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { shortId } from '../../../format/id.ts';
import { Check } from '../../../ui/check.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { servedIn } from '../model/served-in.ts';

type Of = { served: readonly Deployment[]; chosen: readonly string[]; choose: (id: string) => void };

/** A release a row; the least needed columns only where there is room. */
export const releaseColumns = (of: Of): Column<Release>[] => [
  { id: 'chosen', header: '', width: '48px', cell: (one) => <Chosen release={one} of={of} /> },
  { id: 'version', header: 'Version', width: '88px', cell: (one) => <Version release={one} /> },
  { id: 'why', header: 'Why', width: 'minmax(140px, 2fr)', cell: (one) => <SafeLine text={one.why} max={200} /> },
  {
    id: 'served',
    header: 'Served in',
    width: 'minmax(108px, 1fr)',
    from: 520,
    cell: (one) => <Served release={one} of={of} />,
  },
  { id: 'made', header: 'Made', width: '120px', from: 640, cell: (one) => <Time at={one.createdAt} /> },
  { id: 'by', header: 'By', width: 'minmax(96px, 1fr)', from: 860, cell: (one) => <MadeBy release={one} /> },
  {
    id: 'digest',
    header: 'Digest',
    width: '116px',
    from: 980,
    cell: (one) => (
      <span className="mono text-muted" title={one.digest}>
        {shortId(one.digest)}
      </span>
    ),
  },
];

/** Two lines for a phone: what and where; then why and when. */
export function ReleaseLines({ release, of }: { release: Release; of: Of }) {
  return (
    <div className="flex items-center gap-2">
      <Chosen release={release} of={of} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="font-medium">
            <Version release={release} />
          </span>
          <span className="min-w-0 flex-1 truncate text-meta">
            <Served release={release} of={of} />
          </span>
          <span className="text-meta text-muted">
            <Time at={release.createdAt} />
          </span>
        </div>
        <div className="truncate text-meta text-muted">
          <SafeLine text={release.why} max={120} />
        </div>
      </div>
    </div>
  );
}

const Chosen = ({ release, of: { chosen, choose } }: { release: Release; of: Of }) => (
  <Check
    label={`Choose ${release.version} to compare`}
    checked={chosen.includes(release.id)}
    onChange={() => choose(release.id)}
  />
);

const Version = ({ release }: { release: Release }) => (
  <Link
    to="/releases/$releaseId"
    params={{ releaseId: release.id }}
    tabIndex={-1}
    className="tabular-nums hover:underline"
    onClick={(event) => event.stopPropagation()}
  >
    {release.version}
  </Link>
);

const Served = ({ release, of: { served } }: { release: Release; of: Of }) => {
  const where = servedIn(served, release.id);
  return where.length === 0 ? <span className="text-muted">—</span> : <SafeLine text={where.join(', ')} max={120} />;
};

const MadeBy = ({ release }: { release: Release }) => (
  <span className="text-muted">
    <By id={release.createdBy} name={release.createdByName} />
  </span>
);
