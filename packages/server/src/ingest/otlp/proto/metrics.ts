import { defaultReadLimits } from '../types.ts';
import { Cursor } from './cursor.ts';

/** Fields to walk down: request → resource metrics → scope metrics → metric → its data (gauge, sum, histogram, …) → data points. */
const path: readonly (readonly number[])[] = [[0x0a], [0x12], [0x12], [0x2a, 0x3a, 0x4a, 0x52, 0x5a], [0x0a]];

/** Number of data points in an ExportMetricsServiceRequest. Throws WireError where the wire is broken. */
export const countMetrics = (bytes: Uint8Array): number => countBelow(new Cursor(bytes, defaultReadLimits), 0);

function countBelow(c: Cursor, level: number): number {
  const wanted = path[level]!;
  let count = 0;
  while (c.at < c.end) {
    const tag = c.tag();
    if (!wanted.includes(tag)) c.skip(tag);
    else if (level === path.length - 1) {
      c.skip(tag);
      count++;
    } else {
      const outer = c.enter();
      count += countBelow(c, level + 1);
      c.leave(outer);
    }
  }
  return count;
}
