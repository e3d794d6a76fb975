import type { KeyRing } from '../../access/index.ts';
import type { Ingest, IngestRequest } from '../../ingest/index.ts';
import { AppError } from '../../spine/errors.ts';

/**
 * What became of one telemetry request, for a person who is connecting an agent. Never any of what it said. `workspaceId` null =
 * no key, or one that nobody has.
 */
export type Arrival = {
  seq: number;
  /** Unix milliseconds. */
  at: number;
  workspaceId: string | null;
  teamId: string | null;
  keyId: string | null;
  signal: IngestRequest['signal'] | null;
  outcome: 'kept' | 'partly' | 'not_kept' | 'wrong_key' | 'no_key' | 'refused';
  /** What to know about it, '' where all is well. */
  detail: string;
  bytes: number;
};

const kept = 200;

/** The last arrivals of this process, in memory: forgotten with it, and never the place that counts them. */
export class Arrivals {
  readonly #now: () => number;
  #seq = 0;
  #last: Arrival[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  note(arrival: Omit<Arrival, 'seq' | 'at'>): void {
    const made = { ...arrival, seq: ++this.#seq, at: this.#now() };
    // A flood without keys must not push out those of a person who is connecting.
    const others = this.#last.filter((one) => one.workspaceId === arrival.workspaceId);
    const dropped = others.length < kept ? null : others[0];
    this.#last = [...this.#last.filter((one) => one !== dropped), made];
  }

  /** After `after` in order of arrival: of this workspace, and those without one. */
  list(workspaceId: string, after: number): Arrival[] {
    return this.#last.filter((one) => one.seq > after && (one.workspaceId === workspaceId || one.workspaceId === null));
  }

  get newest(): number {
    return this.#seq;
  }
}

/** The same ingest, with each request noted. */
export function noticingIngest(ingest: Ingest, arrivals: Arrivals): Ingest {
  return {
    async accept(request) {
      const { signal, sender } = request;
      const { workspaceId, teamId, keyId } = sender;
      const about = { workspaceId, teamId, keyId, signal, bytes: request.body.length };
      try {
        const reply = await ingest.accept(request);
        const outcome = signal === 'metrics' ? 'not_kept' : reply.rejected > 0 ? 'partly' : 'kept';
        arrivals.note({ ...about, outcome, detail: reply.message });
        return reply;
      } catch (error) {
        const detail = error instanceof AppError ? error.message : 'A defect of the server; see its log.';
        arrivals.note({ ...about, outcome: 'refused', detail });
        throw error;
      }
    },
    status: () => ingest.status(),
    close: () => ingest.close(),
  };
}

/** The same ring; a key that nobody has is noted by its id, never by its secret. */
export function noticingKeys(keys: KeyRing, arrivals: Arrivals): KeyRing {
  return {
    ...keys,
    async identifySender(credential) {
      const identity = await keys.identifySender(credential);
      if (identity === null)
        arrivals.note({ ...nobody, keyId: credential.keyId, outcome: 'wrong_key', detail: wrongKey });
      return identity;
    },
  };
}

const nobody = { workspaceId: null, teamId: null, keyId: null, signal: null, bytes: 0 };
const wrongKey = 'This key is unknown, revoked or expired.';

/** A request that showed no key, or something that is none. */
export function noteUnreadable(arrivals: Arrivals, shown: 'none' | 'malformed'): void {
  arrivals.note(
    shown === 'none'
      ? { ...nobody, outcome: 'no_key', detail: 'It showed no key: set the header x-signalbox-key.' }
      : { ...nobody, outcome: 'wrong_key', detail: 'What it showed is no key: they look like sbx_<id>_<secret>.' },
  );
}
