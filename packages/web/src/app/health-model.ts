/** What the shell says when something is down. `since` ISO 8601 or null. */
export type Trouble = { what: 'warehouse' | 'state' | 'spool'; title: string; detail: string; since: string | null };

/** GET /api/v1/health and the live event `health`; only what is named here is read. */
export type Health = {
  warehouse?: { status?: string; since?: string | null };
  state?: { status?: string; since?: string | null };
  ingest?: { quarantined?: number } | null;
};

const down = (part: { status?: string } | undefined): boolean => part?.status !== undefined && part.status !== 'up';

/** The worst thing first; empty = all is well as far as is known. */
export function troubles(health: Health): Trouble[] {
  const out: Trouble[] = [];
  if (down(health.warehouse))
    out.push({
      what: 'warehouse',
      title: health.warehouse?.status === 'starting' ? 'Warehouse is starting' : 'Warehouse is restarting',
      detail: 'Telemetry is still accepted; lists may be old.',
      since: health.warehouse?.since ?? null,
    });
  if (down(health.state))
    out.push({
      what: 'state',
      title: 'Control state is not reachable',
      detail: 'Telemetry is still accepted; sign-in and settings wait.',
      since: health.state?.since ?? null,
    });
  const quarantined = health.ingest?.quarantined ?? 0;
  if (quarantined > 0)
    out.push({
      what: 'spool',
      title: `${quarantined} ${quarantined === 1 ? 'segment' : 'segments'} in quarantine`,
      detail: 'The warehouse refused them five times. They are kept; see "signalbox doctor".',
      since: null,
    });
  return out;
}
