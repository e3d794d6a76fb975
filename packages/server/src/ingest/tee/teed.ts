import type { Ingest, IngestRequest } from '../index.ts';
import type { Tee } from './tee.ts';

/**
 * The same ingest, with a copy of what it accepted handed to the tee after the answer is known. Copies are as received: nothing is
 * scrubbed. So what a key sends to be masked or dropped is never handed on.
 */
export const teed = (ingest: Ingest, tee: Tee, signals: readonly IngestRequest['signal'][]): Ingest => ({
  async accept(request) {
    const wanted = signals.includes(request.signal) && request.sender.contentMode === 'keep';
    // Accepting gives the buffer away to another thread.
    const { signal, contentType, encoding } = request;
    const body = wanted ? Uint8Array.from(request.body) : null;
    const reply = await ingest.accept(request);
    if (body !== null) tee.offer({ signal, contentType, encoding, body });
    return reply;
  },
  status: () => ({ ...ingest.status(), tee: tee.status() }),
  close: () => ingest.close(),
});
