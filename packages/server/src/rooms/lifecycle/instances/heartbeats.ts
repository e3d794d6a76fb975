import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../spine/clock.ts';
import { AppError } from '../../../spine/errors.ts';
import { acquireLease } from '../../../spine/leases.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { Heartbeat, HeartbeatAnswer } from '../contract-instances.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Who } from '../delivery/deliver.ts';
import { environmentFor, findServed } from '../delivery/find-served.ts';
import type { Served } from '../delivery/snapshot.ts';
import { findAgentNamed, type Named } from './find-place.ts';
import { type Beat, forgetInstances, leaseSeconds, writeBeats } from './write.ts';

export type HeartbeatsDeps = {
  state: Transactor;
  clock: Clock;
  deliveries: Deliveries;
  onError: (error: unknown) => void;
};

const flushMs = 1_000;
const forgetMs = 10 * 60_000;
/** What waits to be written: far more than 2,000 instances tell in a second. */
const mostWaiting = 20_000;
/** How long the agent behind a name is remembered where nothing is deployed, and of how many. */
const rememberMs = 10_000;
const mostNames = 10_000;

/**
 * Takes what instances say and answers from memory; it is written a second later, all of it in one statement. Losing that second
 * loses nothing: an instance tells again.
 */
export class Heartbeats {
  readonly #deps: HeartbeatsDeps;
  readonly #holder = randomUUID();
  readonly #names = new Map<string, { agentId: string; until: number }>();
  #waiting = new Map<string, Beat>();
  #writing: Promise<void> = Promise.resolve();
  #forgotAt = Number.NEGATIVE_INFINITY;
  readonly #timer: NodeJS.Timeout;

  constructor(deps: HeartbeatsDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.flush(), flushMs).unref();
  }

  /** Throws `lifecycle.not_found`, `request.rate_limited`, `state.unavailable`. */
  async take(who: Who, named: { agent: string; instance: string }, said: Heartbeat): Promise<HeartbeatAnswer> {
    const { clock, deliveries } = this.#deps;
    const { workspaceId } = who;
    const { seq } = await deliveries.load(workspaceId);
    const place = { agent: named.agent, environment: environmentFor(who.actor, said.environment) };
    const served = this.#served(who, place);
    const agentId = served?.agentId ?? (await this.#agentNamed(who, place));
    const { environment } = place;
    const { state, ...own } = said;
    const beat = { ...own, workspaceId, agentId, environment, instance: named.instance, stopped: state === 'stopping' };
    this.#keep(beat);
    const release = served === null ? null : served.stable;
    return {
      seq,
      lease: { seconds: leaseSeconds, until: new Date(clock.now() + leaseSeconds * 1_000).toISOString() },
      authority: 'full',
      release: release && { id: release.id, version: release.version, digest: release.digest },
    };
  }

  /** Writes what waits. Never rejects: what cannot be written waits on, unless its instance has told again since. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #write(): Promise<void> {
    const { state, clock, onError } = this.#deps;
    const beats = this.#waiting;
    this.#waiting = new Map();
    try {
      if (beats.size > 0) await writeBeats(state.db, [...beats.values()]);
      if (beats.size > 0 && clock.monotonic() - this.#forgotAt > forgetMs) {
        this.#forgotAt = clock.monotonic();
        const lease = { name: 'lifecycle.instances', holder: this.#holder };
        if (await acquireLease(state.db, lease, forgetMs)) await forgetInstances(state.db);
      }
    } catch (error) {
      for (const [key, beat] of beats) if (!this.#waiting.has(key)) this.#waiting.set(key, beat);
      onError(error);
    }
  }

  #keep(beat: Beat): void {
    const key = [beat.workspaceId, beat.agentId, beat.environment, beat.instance].join('\n');
    if (!this.#waiting.has(key) && this.#waiting.size >= mostWaiting)
      throw new AppError('request.rate_limited', { params: { seconds: 1 }, retryAfterSeconds: 1 });
    this.#waiting.set(key, beat);
  }

  /** null where nothing is deployed there, or not for this actor. */
  #served({ actor, workspaceId }: Who, place: Named): Served | null {
    try {
      return findServed(this.#deps.deliveries.peek(workspaceId)!, actor, place);
    } catch (error) {
      if (error instanceof AppError && error.code === 'lifecycle.not_deployed') return null;
      throw error;
    }
  }

  async #agentNamed(who: Who, place: Named): Promise<string> {
    const { clock, state } = this.#deps;
    const key = [who.workspaceId, who.actor.id, place.environment, place.agent].join('\n');
    const known = this.#names.get(key);
    if (known !== undefined && known.until > clock.monotonic()) return known.agentId;
    const agentId = await findAgentNamed(state.db, who, place);
    if (this.#names.size >= mostNames) this.#names.clear();
    this.#names.set(key, { agentId, until: clock.monotonic() + rememberMs });
    return agentId;
  }
}
