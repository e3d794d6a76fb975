import type { Session } from 'chdb';
import type { Answer } from './answer.ts';

export type Job = {
  /** Complete: settings and parameters inlined, a marking comment in it by which it can be found and killed. */
  sql: string;
  format: string;
  streamed: boolean;
};

/** Runs a statement on one connection and writes its rows to the answer. Throws the engine's error. */
export async function run(session: Session, job: Job, answer: Answer, signal: AbortSignal): Promise<void> {
  try {
    await (job.streamed ? runStreamed(session, job, answer, signal) : runWhole(session, job, answer));
  } catch (error) {
    // What failed keeps its memory and its row in system.processes until the connection's next statement.
    await session.queryAsync('SELECT 1').catch(() => undefined);
    throw error;
  }
}

async function runWhole(session: Session, { sql, format }: Job, answer: Answer): Promise<void> {
  const bytes = (await session.queryAsync(sql, { format })).bytes();
  if (bytes.length > 0) await answer.write(bytes);
}

/** The engine reads and plans such a statement on this thread, while all others wait. */
async function runStreamed(session: Session, { sql, format }: Job, answer: Answer, signal: AbortSignal): Promise<void> {
  for await (const chunk of session.queryStream(sql, { format })) {
    signal.throwIfAborted();
    await answer.write(chunk.raw());
  }
}
