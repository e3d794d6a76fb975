import { useMemo } from 'react';
import { criticalPath, type Segment } from '../model/critical-path.ts';
import type { StepNode } from '../model/step-tree.ts';

export type ShownPath = { segments: readonly Segment[]; of: ReadonlyMap<string, readonly Segment[]> };

/** The critical path and what of it each step has; null while it is not shown. `nowMs`: as in `criticalPath`. */
export function useCriticalPath(
  shown: boolean,
  tops: readonly StepNode[],
  { topSpanId, nowMs }: { topSpanId: string; nowMs: number | null },
): ShownPath | null {
  return useMemo(() => {
    if (!shown) return null;
    const segments = criticalPath(tops, { topSpanId, nowMs });
    return { segments, of: Map.groupBy(segments, (segment) => segment.id) };
  }, [shown, tops, topSpanId, nowMs]);
}
