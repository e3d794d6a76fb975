import type { Session } from 'chdb';
import type { Answer } from './answer.ts';

export type Job = {
  /** Complete: settings inlined, a marking comment at its head by which it can be found and killed. */
  sql: string;
  bound: Record<string, string | null>;
  format: string;
  streamed: boolean;
};

/** Runs a statement on one connection and writes its rows to the answer. Throws the engine's error. */
export async function run(session: Session, job: Job, answer: Answer, signal: AbortSignal): Promise<void> {
  const hasParams = Object.keys(job.bound).length > 0;
  const options = { format: job.format };
  if (!job.streamed) {
    const result = await (hasParams
      ? session.queryBindAsync(job.sql, job.bound, options)
      : session.queryAsync(job.sql, options));
    const bytes = result.bytes();
    if (bytes.length > 0) await answer.write(bytes);
    return;
  }
  const stream = hasParams
    ? session.queryStreamBind(job.sql, job.bound, options)
    : session.queryStream(job.sql, options);
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted();
      await answer.write(chunk.raw());
    }
  } catch (error) {
    // A stream that failed keeps its memory and its row in system.processes until the connection's next statement.
    await session.queryAsync('SELECT 1').catch(() => undefined);
    throw error;
  }
}
