import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries } from './deliveries.ts';

/** Waits until `isSo`, which is asked again whenever another snapshot stands; false = it was not within `ms`, or `signal` ended it. Throws what `isSo` throws. */
export async function awaitChange(
  deliveries: Pick<Deliveries, 'onChange' | 'ended'>,
  workspaceId: string,
  isSo: () => boolean,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<boolean> {
  if (isSo()) return true;
  const { promise: changed, resolve } = Promise.withResolvers<void>();
  const stop = deliveries.onChange(workspaceId, () => {
    try {
      if (isSo()) resolve();
    } catch {
      // Thrown to who waits, by the question below: here it would reach whoever tells of the change, and those after it.
      resolve();
    }
  });
  const over = new AbortController();
  const late = sleep(ms, undefined, {
    signal: AbortSignal.any([signal, over.signal, deliveries.ended]),
    ref: false,
  }).catch(() => {});
  await Promise.race([changed, late]);
  stop();
  over.abort();
  return isSo();
}
