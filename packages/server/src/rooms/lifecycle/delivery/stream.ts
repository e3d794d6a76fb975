import { answerOf, etagOf } from './answer.ts';
import type { Deliveries } from './deliveries.ts';
import type { Who, Wish } from './deliver.ts';
import { evaluate } from './evaluate.ts';
import { environmentFor, findServed } from './find-served.ts';

export type Listening = {
  deliveries: Deliveries;
  who: Who;
  again: () => Promise<Who | null>;
  signal: AbortSignal;
};

/** Proxies close what is silent for 30 s. */
const checkMs = 15_000;
/** What may wait for a slow reader, bytes; who falls further behind is dropped and comes back. */
const mostWaiting = 1 << 20;

/**
 * Events `delivery` with the answer, at once and again whenever another one stands; to whom has seen more than this node, once it has
 * caught up. Throws as `deliver` does before it begins.
 */
export async function deliveryStream(listening: Listening, wish: Wish): Promise<ReadableStream<Uint8Array>> {
  const { deliveries, who } = listening;
  await deliveries.load(who.workspaceId);
  let last = '';
  return changeStream(listening, ({ actor }) => {
    const snapshot = deliveries.peek(who.workspaceId)!;
    if (snapshot.seq < (wish.after ?? 0)) return null;
    const environment = environmentFor(actor, wish.environment);
    const served = findServed(snapshot, actor, { agent: wish.agent, environment });
    const assignment = evaluate(served, wish, deliveries.now());
    const etag = etagOf(served, assignment);
    if (etag === last) return null;
    last = etag;
    const stale = deliveries.isStale(who.workspaceId);
    const { body } = answerOf(served, assignment, { seq: snapshot.seq, stale });
    return `id: ${snapshot.seq}\nevent: delivery\ndata: ${body}\n\n`;
  });
}

/**
 * What `next` says to who listens, now and after each change of what is served or of what they may; null = nothing new. Ends when it
 * throws, when its key is nobody's any more, and with the server. What `next` throws at first is thrown.
 */
export function changeStream(listening: Listening, next: (who: Who) => string | null): ReadableStream<Uint8Array> {
  const { deliveries, again, signal } = listening;
  let { who } = listening;
  const first = `retry: 1000\n\n${next(who) ?? ''}`;
  const over = new AbortController();
  const ending = AbortSignal.any([signal, deliveries.ended, over.signal]);
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const write = (text: string): void => {
      if (ending.aborted) return;
      if ((controller.desiredSize ?? 0) <= 0) over.abort();
      else controller.enqueue(Buffer.from(text));
    };
    const tell = (): void => {
      if (ending.aborted) return;
      try {
        const text = next(who);
        if (text !== null) write(text);
      } catch {
        over.abort();
      }
    };
    const check = async (): Promise<void> => {
      // While the state is away, what was known stands.
      const now = await again().catch(() => who);
      if (now === null || now.workspaceId !== who.workspaceId) return over.abort();
      who = now;
      tell();
    };
    const stop = deliveries.onChange(who.workspaceId, () => {
      tell();
      void check();
    });
    const timer = setInterval(() => void check().then(() => write(': still here\n\n')), checkMs).unref();
    const end = (): void => {
      stop();
      clearInterval(timer);
      try {
        controller.close();
      } catch {
        // The reader has gone already.
      }
    };
    write(first);
    if (ending.aborted) end();
    else ending.addEventListener('abort', end, { once: true });
  };
  return new ReadableStream<Uint8Array>(
    { start, cancel: () => over.abort() },
    { highWaterMark: mostWaiting, size: (chunk) => chunk!.byteLength },
  );
}
