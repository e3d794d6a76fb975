import type { Run, Step } from 'signalbox/contract/monitoring';
import { useMemo, useState } from 'react';
import { duration } from '../../../format/duration.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { useNow } from '../../../ui/zone.tsx';
import { Axis } from '../../../ui/waterfall.tsx';
import { isTimeRecorded } from '../model/mark-notes.ts';
import { isGoing } from '../model/state-note.ts';
import { stepTree, type StepNode } from '../model/step-tree.ts';
import { pathTo, visibleSteps } from '../model/visible-steps.ts';
import { place, ticks, windowOf, windowOfStep } from '../model/window.ts';
import { CriticalPathLine } from './critical-path-line.tsx';
import { StepLines, stepColumns } from './step-columns.tsx';
import { useCriticalPath } from './use-critical-path.ts';

type Props = {
  run: Run;
  steps: readonly Step[];
  selected: string | null;
  zoom: string | null;
  /** Whether the critical path is shown. */
  path: boolean;
  onSelect: (id: string | null) => void;
  onZoom: (id: string | null) => void;
};
const keyOf = (node: StepNode): string => node.id;

/** Tree and timeline in one table. Steps keep their fold and their choice while the run goes on. */
export function StepTable({ run, steps, selected, zoom, path: pathShown, onSelect, onZoom }: Props) {
  const phone = usePhone();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(() => new Set());
  const tops = useMemo(() => stepTree(steps, run.topSpanId), [steps, run.topSpanId]);
  const rows = useMemo(() => visibleSteps(tops, collapsed), [tops, collapsed]);
  // A run whose top step has ended is still "running" until it settles; its length is known all the same.
  const running = isGoing(run);
  const timed = isTimeRecorded(run.marks);
  const now = useNow(running ? 1000 : 3_600_000);
  const window = useMemo(() => {
    const whole = windowOf(steps, running ? now.getTime() - new Date(run.startedAt).getTime() : run.durationMs);
    const zoomed = zoom === null ? undefined : steps.find((s) => s.spanId === zoom);
    return zoomed ? windowOfStep(zoomed, whole) : whole;
  }, [steps, running, run.startedAt, run.durationMs, zoom, now]);

  const nowMs = running ? now.getTime() - new Date(run.startedAt).getTime() : null;
  const path = useCriticalPath(pathShown && timed, tops, { topSpanId: run.topSpanId, nowMs });

  const fold = (id: string, shut: boolean): void => {
    const next = new Set(collapsed);
    if (shut) next.add(id);
    else next.delete(id);
    setCollapsed(next);
  };
  const cursor = useRowCursor(rows, keyOf, (node) =>
    selected === null || node.step === null ? undefined : onSelect(node.id),
  );
  const node = cursor.row;
  useKeys({
    Enter: node?.step ? () => onSelect(node.id) : undefined,
    ' ': node?.step ? () => onSelect(selected === node.id ? null : node.id) : undefined,
    z: node?.step || zoom !== null ? () => onZoom(zoom === null ? (node?.id ?? null) : null) : undefined,
    ArrowRight: node && node.below > 0 ? () => fold(node.id, false) : undefined,
    ArrowLeft: node
      ? () => {
          const above = pathTo(tops, node.id).at(-2);
          if (node.below > 0 && !collapsed.has(node.id)) fold(node.id, true);
          else if (above) cursor.setActive(above.id);
        }
      : undefined,
  });

  if (steps.length === 0)
    return (
      <EmptyState title="No steps have arrived yet">
        <p>They show here as they come in.</p>
      </EmptyState>
    );
  // Without a clock places say what came after what, and no more.
  const marks = (timed ? ticks(window, 6) : []).map((ms) => ({ ms, at: place(window, ms, 0)?.left ?? 0 }));
  const columns = stepColumns({ run, window, collapsed, onFold: fold, lines: marks.map((m) => m.at), path });
  const axis = <Axis marks={marks} />;
  return (
    <>
      {zoom === null ? null : (
        <p className="flex min-h-8 shrink-0 items-center gap-2 border-b border-line px-4 text-meta text-muted">
          Timeline shows {duration(window.to - window.from)} of one step
          <button
            type="button"
            onClick={() => onZoom(null)}
            className="min-h-11 text-accent hover:underline desk:min-h-6"
          >
            Show the whole run
          </button>
        </p>
      )}
      {path === null ? null : <CriticalPathLine path={path.segments} steps={steps} />}
      <DataTable
        role="treegrid"
        label="Steps"
        rows={rows}
        columns={columns}
        headers={{ timeline: axis }}
        rowKey={keyOf}
        active={cursor.active ?? selected}
        selected={selected}
        rowHeight={phone ? 48 : 28}
        twoLines={
          phone
            ? (n) => (
                <StepLines
                  node={n}
                  open={n.below > 0 ? !collapsed.has(n.id) : null}
                  onFold={fold}
                  window={window}
                  running={running}
                  path={path}
                />
              )
            : undefined
        }
        rowProps={(n) => ({
          'aria-level': n.depth + 1,
          'aria-expanded': n.children.length > 0 ? !collapsed.has(n.id) : undefined,
        })}
        onPress={(n) => {
          cursor.setActive(n.id);
          if (n.step) onSelect(n.id);
        }}
      />
    </>
  );
}
