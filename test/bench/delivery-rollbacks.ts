// Rollbacks, from the request to the last instance that serves the old release.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from './delivery-admin.ts';
import { Instance, type Target } from './delivery-clients.ts';

/** `times` of each in milliseconds; `backwards`: how often an instance was told of an older place than it had seen. */
export type RolledBack = { times: number[]; backwards: number };
type Rollbacks = { instances: number; rollbacks: number; releases: [string, string] };

export async function rollbacks(
  admin: Admin,
  target: Target,
  { instances: count, rollbacks: wanted, releases: [old, next] }: Rollbacks,
): Promise<RolledBack> {
  let told = (): void => {};
  const instances = Array.from({ length: count }, (_, n) => new Instance(target, () => told(), n));
  const all = async (release: string): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    told = () => instances.every((one) => one.release === release) && resolve(true);
    told();
    return Promise.race([promise, sleep(20_000, false, { ref: false })]);
  };
  const at = `/api/v1/agents/${target.agent}/deployments/production`;
  const times: number[] = [];
  await all(old);
  for (let n = 0; n < wanted; n++) {
    await admin.post(`${at}/deploy`, { releaseId: next, reason: 'bench' });
    if (!(await all(next))) throw new Error('not every instance was told of a deployment within 20 s');
    const began = performance.now();
    const done = all(old);
    await admin.post(`${at}/roll-back`, { reason: 'bench' });
    if (await done) times.push(performance.now() - began);
  }
  await Promise.all(instances.map((one) => one.close()));
  return { times, backwards: instances.reduce((sum, one) => sum + one.backwards, 0) };
}
