import type { Actor } from '../../../spine/actor.ts';
import type { DeliveryQuery } from '../contract-delivery.ts';
import { answerOf, etagOf } from './answer.ts';
import { awaitChange } from './await-change.ts';
import type { Deliveries } from './deliveries.ts';
import { evaluate } from './evaluate.ts';
import { environmentFor, findServed } from './find-served.ts';

export type Who = { actor: Actor; workspaceId: string };
/** `etag`: what the caller has. */
export type Wish = DeliveryQuery & { agent: string; etag?: string | null };
export type Delivering = { status: 200 | 304; headers: Record<string, string>; body: string | null };

/** How long a caller who did not wish to wait does so for a node that is behind what it has seen elsewhere, milliseconds. */
const behindMs = 2_000;

/** Answers from memory, or waits as wished. Throws `lifecycle.not_deployed`, `state.unavailable`. */
export async function deliver(deliveries: Deliveries, who: Who, wish: Wish, signal: AbortSignal): Promise<Delivering> {
  const { workspaceId } = who;
  await deliveries.load(workspaceId);
  const { after, wait = 0 } = wish;
  const caughtUp = (): boolean => deliveries.peek(workspaceId)!.seq >= (after ?? 0);
  if (!caughtUp())
    await awaitChange(deliveries, workspaceId, caughtUp, { ms: wait > 0 ? wait * 1_000 : behindMs, signal });
  // Still behind: what the caller has is newer than what stands here.
  if (!caughtUp()) return unchanged(deliveries, workspaceId, wish.etag ?? '');
  if (wait > 0) {
    const isNew = (): boolean => !isKnown(deliveries, who, wish);
    await awaitChange(deliveries, workspaceId, isNew, { ms: wait * 1_000, signal });
    if (!isNew()) return unchanged(deliveries, workspaceId, wish.etag ?? '');
  }
  return deliverNow(deliveries, who, wish);
}

/** From memory alone. Only after `load`. */
export function deliverNow(deliveries: Deliveries, who: Who, wish: Wish): Delivering {
  const snapshot = deliveries.peek(who.workspaceId)!;
  const served = findServed(snapshot, who.actor, placeOf(who, wish));
  const assignment = evaluate(served, wish, deliveries.now());
  if (wish.etag === etagOf(served, assignment)) return unchanged(deliveries, who.workspaceId, wish.etag);
  const stale = deliveries.isStale(who.workspaceId);
  const { etag, body } = answerOf(served, assignment, { seq: snapshot.seq, stale });
  const headers = { 'content-type': 'application/json', ...asOf(deliveries, who.workspaceId, etag) };
  return { status: 200, headers, body };
}

/** Does the caller have it so: by its ETag, or by having seen a later place than that of the last change? */
function isKnown(deliveries: Deliveries, who: Who, wish: Wish): boolean {
  const served = findServed(deliveries.peek(who.workspaceId)!, who.actor, placeOf(who, wish));
  if (wish.etag != null) return wish.etag === etagOf(served, evaluate(served, wish, deliveries.now()));
  return wish.after !== undefined && wish.after >= served.since;
}

const placeOf = ({ actor }: Who, { agent, environment }: Wish): { agent: string; environment: string } => ({
  agent,
  environment: environmentFor(actor, environment),
});

const unchanged = (deliveries: Deliveries, workspaceId: string, etag: string): Delivering => ({
  status: 304,
  headers: asOf(deliveries, workspaceId, etag),
  body: null,
});

function asOf(deliveries: Deliveries, workspaceId: string, etag: string): Record<string, string> {
  return {
    ...(etag !== '' && { etag }),
    'cache-control': 'no-cache',
    'x-signalbox-seq': String(deliveries.peek(workspaceId)!.seq),
    'x-signalbox-stale': String(deliveries.isStale(workspaceId)),
  };
}
