import { readLedger } from '../../spine/ledger/read-ledger.ts';
import type { Db } from '../../spine/tx.ts';
import type { Actor } from '../../spine/actor.ts';
import { mayHear } from './may-hear.ts';

type Who = { actor: Actor; workspaceId: string };
type Parts = { db: Db; who: Who; again: () => Promise<Who | null>; after: number };
/** One open stream. `ended` settles when it is over, for whichever reason. */
export type LiveClient = {
  readonly workspaceId: string;
  readonly actorId: string;
  /** With the rights as last looked up. */
  actor(): Actor;
  readonly stream: ReadableStream<Uint8Array>;
  send(event: 'advanced' | 'health', data: object): void;
  /** Reads on from the ledger; cheap when there is nothing. */
  pump(): Promise<void>;
  /** Ends the stream unless it is still somebody's; else keeps the connection from falling asleep. */
  check(): Promise<void>;
  close(): void;
  readonly ended: Promise<void>;
};

/** What may wait for a slow reader, in bytes; one who falls further behind is dropped and comes back with Last-Event-ID. */
const mostWaiting = 256 * 1024;
const batch = 200;
/** Events after which rights may have changed. */
const aboutRights = /^(person|grant|glass|key|service_account|second_factor|setting)\./;

export function liveClient({ db, who, again, after }: Parts): LiveClient {
  let { actor } = who;
  let seq = after;
  let open = true;
  let pumping = false;
  let more = false;
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>(
    { start: (c) => void (controller = c), cancel: () => close() },
    { highWaterMark: mostWaiting, size: (chunk) => chunk!.byteLength },
  );
  function close(): void {
    if (!open) return;
    open = false;
    end();
    try {
      controller.close();
    } catch {
      // Already cancelled by the reader.
    }
  }
  const write = (text: string): void => {
    if (!open) return;
    if ((controller.desiredSize ?? 0) <= 0) return close();
    controller.enqueue(Buffer.from(text));
  };
  const frame = (event: string, data: object): void =>
    write(`id: ${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  async function look(): Promise<boolean> {
    const now = await again().catch(() => null);
    if (now === null || now.workspaceId !== who.workspaceId) close();
    else actor = now.actor;
    return open;
  }
  async function readOn(): Promise<void> {
    for (;;) {
      const events = await readLedger(db, who.workspaceId, seq, batch);
      if (events.length === 0 || !open) return;
      if (events.some((event) => aboutRights.test(event.type)) && !(await look())) return;
      for (const event of events) {
        seq = event.seq;
        if (mayHear(actor, event)) frame('ledger', { seq, type: event.type, resource: event.resource });
      }
    }
  }
  write('retry: 2000\n\n');
  return {
    workspaceId: who.workspaceId,
    actorId: actor.id,
    actor: () => actor,
    stream,
    ended,
    close,
    send: frame,
    async pump() {
      more = true;
      if (pumping) return;
      pumping = true;
      try {
        while (more && open) {
          more = false;
          await readOn();
        }
      } catch {
        // The state is away: the next bell, or the client's return, reads on from the same place.
      } finally {
        pumping = false;
      }
    },
    async check() {
      if (await look()) write(': still here\n\n');
    },
  };
}
