import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../spine/errors.ts';
import { giveWay } from '../../spine/give-way.ts';
import { ContentCache } from '../content/cache.ts';
import { recoverSegments } from '../spool/recover.ts';
import { Spool } from '../spool/spool.ts';
import { digest } from './pipeline.ts';
import type { FromIngest, IngestThreadData, ToIngest } from './protocol.ts';

/** Thread entry of ingest: one request after the other, with the fsync of earlier ones under way. */
const { spoolDir, maxInflatedBytes, retentionDays, inHand } = workerData as IngestThreadData;
giveWay('some');
const contents = new ContentCache();
const say = (message: FromIngest): void => parentPort!.postMessage(message);

const spool = new Spool(spoolDir, {
  onSealed: (segment) => say({ say: 'sealed', segment }),
  onError: (error) => say({ say: 'broken', id: 0, message: text(error) }),
});

async function accept({ id, request }: ToIngest & { say: 'accept' }): Promise<void> {
  try {
    const options = { contents, retentionDays, maxInflatedBytes };
    const { reply, spans } = await spool.append((sink) => digest(request, Date.now(), options, sink));
    say({ say: 'kept', id, reply, spans });
  } catch (error) {
    // What the cache let pass may not have been kept: the next try must bring it again.
    contents.clear();
    if (error instanceof AppError) {
      const { code, params, retryAfterSeconds } = error;
      say({
        say: 'refused',
        id,
        refusal: { code, params, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
      });
    } else say({ say: 'broken', id, message: text(error) });
  }
}

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

parentPort!.on('message', (message: ToIngest) => {
  if (message.say === 'accept') void accept(message);
  else if (message.say === 'seal') {
    const age = spool.openAge(Date.now());
    if (age !== null && age >= message.minAgeMs) spool.seal();
  } else void spool.close().then(() => say({ say: 'closed' }));
});

say({ say: 'ready', recovered: recoverSegments(spoolDir, new Set(inHand)) });
