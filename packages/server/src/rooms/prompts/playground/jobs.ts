import type { Jobs } from '../../../ports/jobs.ts';
import type { Db } from '../../../spine/tx.ts';
import { forgetRuns } from './store.ts';

const queue = 'prompts.playground';

/** Every hour, on one node, runs past their time go. Its queue is made here. */
export async function forgetRunsOnTime(jobs: Jobs, db: Db): Promise<void> {
  await jobs.work(queue, async () => void (await forgetRuns(db)), 20_000);
  await jobs.schedule(queue, '17 * * * *');
}
