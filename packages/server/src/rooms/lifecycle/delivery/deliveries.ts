import type { Clock } from '../../../spine/clock.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { headOf, readServed } from './read-snapshot.ts';
import { withPrompts } from './read-prompts.ts';
import { areElsewhere } from './set-aside.ts';
import { type Delivered, type Snapshot, snapshotOf } from './snapshot.ts';

export type DeliveriesDeps = {
  state: Transactor & { onLedger(wake: (workspaceId: string | null) => void): () => void };
  clock: Clock;
  onError: (error: unknown) => void;
};
type Kept = {
  snapshot: Snapshot;
  /** When the ledger was last read, monotonic milliseconds. */
  readAt: number;
  waiting: Set<() => void>;
};

const pollMs = 1_000;
const staleMs = 5_000;

/**
 * What is served, in memory, a snapshot for each workspace that was asked for: kept fresh by the ledger's bell and by a look each
 * second, and never put back to a lower place in the ledger. Answers go on while the control state is away, marked stale.
 */
export class Deliveries {
  readonly #deps: DeliveriesDeps;
  readonly #kept = new Map<string, Kept>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #failing = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  readonly #stopHearing: () => void;
  readonly #ended = new AbortController();

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
    this.#stopHearing = deps.state.onLedger((workspaceId) => this.#look(workspaceId));
    this.#timer = setInterval(() => this.#look(null), pollMs).unref();
  }

  /** From memory; null until the first `load`. */
  peek(workspaceId: string): Snapshot | null {
    return this.#kept.get(workspaceId)?.snapshot ?? null;
  }

  /** From memory, or read now. Throws `state.unavailable` where there is none and the control state is away. */
  async load(workspaceId: string): Promise<Snapshot> {
    if (!this.#kept.has(workspaceId)) await this.#read(workspaceId);
    const snapshot = this.peek(workspaceId);
    if (snapshot === null) throw new AppError('state.unavailable', { params: { seconds: 1 }, retryAfterSeconds: 1 });
    return snapshot;
  }

  /** By this node's clock, Unix milliseconds. */
  now(): number {
    return this.#deps.clock.now();
  }

  /** Has the ledger not been read for five seconds? */
  isStale(workspaceId: string): boolean {
    const readAt = this.#kept.get(workspaceId)?.readAt ?? Number.NEGATIVE_INFINITY;
    return this.#deps.clock.monotonic() - readAt > staleMs;
  }

  /** Calls `changed` whenever another snapshot stands here. Returns the unsubscribe. Only after `load`. */
  onChange(workspaceId: string, changed: () => void): () => void {
    const waiting = this.#kept.get(workspaceId)?.waiting;
    waiting?.add(changed);
    return () => void waiting?.delete(changed);
  }

  /** Aborted once `end` was called: who waits for a change goes. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Answers under way are finished, those that wait are answered now. */
  end(): void {
    this.#ended.abort();
  }

  async close(): Promise<void> {
    this.end();
    clearInterval(this.#timer);
    this.#stopHearing();
    await Promise.all(this.#reading.values());
  }

  #look(workspaceId: string | null): void {
    for (const id of workspaceId === null ? [...this.#kept.keys()] : [workspaceId])
      if (this.#kept.has(id)) void this.#read(id);
  }

  /** One reading at a time; a bell during it means one more after it. Never rejects. */
  async #read(workspaceId: string): Promise<void> {
    this.#again.add(workspaceId);
    const under = this.#reading.get(workspaceId);
    if (under !== undefined) return under;
    const reading = (async () => {
      while (this.#again.delete(workspaceId) && !this.#ended.signal.aborted) {
        await this.#readOnce(workspaceId).then(
          () => void this.#failing.delete(workspaceId),
          (error: unknown) => this.#tell(workspaceId, error),
        );
      }
      this.#reading.delete(workspaceId);
    })();
    this.#reading.set(workspaceId, reading);
    return reading;
  }

  /** Of a row of failures the first one. */
  #tell(workspaceId: string, error: unknown): void {
    if (this.#ended.signal.aborted || this.#failing.has(workspaceId)) return;
    this.#failing.add(workspaceId);
    this.#deps.onError(error);
  }

  async #readOnce(workspaceId: string): Promise<void> {
    const { state, clock } = this.#deps;
    const began = clock.monotonic();
    const kept = this.#kept.get(workspaceId);
    if (kept !== undefined) {
      const [head, { seq }] = [await headOf(state.db, workspaceId), kept.snapshot];
      const isSame = head <= seq || (await areElsewhere(state.db, workspaceId, { after: seq, upTo: head }));
      if (isSame) {
        kept.readAt = began;
        if (head > seq) replace(kept, { ...kept.snapshot, seq: head });
        return;
      }
    }
    const known = releasesOf(kept?.snapshot);
    const read = await readServed(state, { workspaceId, known, now: clock.now() });
    const found = { ...read, releases: await withPrompts({ state, clock, workspaceId }, read.releases, known) };
    if (kept === undefined) {
      const snapshot = snapshotOf(found, null);
      this.#kept.set(workspaceId, { snapshot, readAt: began, waiting: new Set() });
      return;
    }
    kept.readAt = began;
    // A replica that lags behind may tell of the past: what stands is not put back.
    if (found.seq <= kept.snapshot.seq) return;
    replace(kept, snapshotOf(found, kept.snapshot));
  }
}

function replace(kept: Kept, snapshot: Snapshot): void {
  kept.snapshot = snapshot;
  for (const changed of [...kept.waiting]) changed();
}

function releasesOf(snapshot: Snapshot | undefined): ReadonlyMap<string, Delivered> {
  const releases = new Map<string, Delivered>();
  for (const served of snapshot?.all ?? [])
    for (const { stable, candidate } of [served, ...served.history.map((one) => one.arms)])
      for (const one of [stable, candidate?.release ?? stable]) releases.set(one.id, one);
  return releases;
}
