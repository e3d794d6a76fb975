import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Layout, type Placed, put } from './model/grid.ts';

/** Keys come one after the other: what they did is kept when they rest. */
const restMs = 900;

export type Arrangement = {
  widgets: readonly Widget[];
  /** Shows a widget elsewhere; nothing is kept before `keep` or, with `soon`, a rest. */
  move: (id: string, to: Layout, soon?: boolean) => void;
  keep: () => void;
};

/** Where widgets stand while they are moved; `onKeep` gets them when they rest. */
export function useArrangement(kept: readonly Widget[], onKeep: (widgets: Widget[]) => void): Arrangement {
  const [draft, setDraft] = useState<{ of: readonly Widget[]; placed: Placed[]; soon: boolean } | null>(null);
  // A draft of widgets that have changed meanwhile is about nothing that stands there.
  const valid = draft !== null && draft.of === kept ? draft : null;
  const widgets =
    valid === null
      ? kept
      : kept.map((one) => ({ ...one, layout: valid.placed.find(({ id }) => id === one.id)!.layout }));
  const keep = (): void => {
    if (valid === null) return;
    setDraft({ ...valid, soon: false });
    const moved = widgets.some(({ layout }, at) => JSON.stringify(layout) !== JSON.stringify(kept[at]!.layout));
    if (moved) onKeep([...widgets]);
  };
  const rested = useEffectEvent(keep);
  useEffect(() => {
    if (draft?.soon !== true) return;
    const timer = setTimeout(() => rested(), restMs);
    return () => clearTimeout(timer);
  }, [draft]);
  return {
    widgets,
    move: (id, to, soon = false) => setDraft({ of: kept, placed: put(widgets, id, to), soon }),
    keep,
  };
}
