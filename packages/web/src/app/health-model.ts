import { bytes } from '../format/number.ts';

/** What the shell says when something is down. `since` ISO 8601 or null. */
export type Trouble = {
  what: 'warehouse' | 'state' | 'disk' | 'spool';
  aspect: 'caution' | 'danger';
  title: string;
  detail: string;
  since: string | null;
};

/** `bytesPerDay` null = not known yet; `fullAt` null = not known, or it does not grow. */
type Disk = {
  status?: string;
  usedPercent?: number;
  freeBytes?: number;
  bytesPerDay?: number | null;
  fullAt?: string | null;
};

/** GET /api/v1/health and the live event `health`; only what is named here is read. */
export type Health = {
  status?: string;
  warehouse?: { status?: string; since?: string | null };
  state?: { status?: string; since?: string | null };
  ingest?: { quarantined?: number } | null;
  disk?: Disk;
  /** null: the control state is on a PostgreSQL, which others back up. */
  backup?: { lastAt: string | null } | null;
};

const down = (part: { status?: string } | undefined): boolean => part?.status !== undefined && part.status !== 'up';

/** The worst thing first; empty = all is well as far as is known. */
export function troubles(health: Health): Trouble[] {
  const out: Trouble[] = [];
  const { disk } = health;
  if (disk?.status === 'full') out.push(diskFull(disk));
  if (down(health.warehouse))
    out.push({
      what: 'warehouse',
      aspect: 'caution',
      title: health.warehouse?.status === 'starting' ? 'Warehouse is starting' : 'Warehouse is restarting',
      detail: 'Telemetry is still accepted; lists may be old.',
      since: health.warehouse?.since ?? null,
    });
  // Only a session that cannot be confirmed is told no more than this: the control state does not answer.
  const untold = health.status === 'degraded' && health.state === undefined;
  if (down(health.state) || untold)
    out.push({
      what: 'state',
      aspect: 'caution',
      title: 'Control state is not reachable',
      detail: 'Telemetry is still accepted; sign-in and settings wait.',
      since: health.state?.since ?? null,
    });
  if (disk?.status === 'filling') out.push(diskFilling(disk));
  const quarantined = health.ingest?.quarantined ?? 0;
  if (quarantined > 0)
    out.push({
      what: 'spool',
      aspect: 'caution',
      title: `${quarantined} ${quarantined === 1 ? 'segment' : 'segments'} in quarantine`,
      detail: 'The warehouse refused them five times. They are kept; see "signalbox doctor".',
      since: null,
    });
  return out;
}

const diskFull = ({ freeBytes = 0 }: Disk): Trouble => ({
  what: 'disk',
  aspect: 'danger',
  title: 'Disk full: telemetry is refused',
  detail: `${bytes(freeBytes)} left for all else. Agents keep what they have for a while and send it again; make room now.`,
  since: null,
});

function diskFilling({ usedPercent = 0, freeBytes = 0, bytesPerDay = null, fullAt = null }: Disk): Trouble {
  const growth = bytesPerDay !== null && bytesPerDay > 0 ? `, ${bytes(bytesPerDay)} more each day` : '';
  const day = fullAt === null ? '' : ` If it goes on so, telemetry is refused from ${fullAt.slice(0, 10)}.`;
  return {
    what: 'disk',
    aspect: 'caution',
    title: `Disk ${Math.floor(usedPercent)} % full`,
    detail: `${bytes(freeBytes)} free${growth}.${day}`,
    since: null,
  };
}
