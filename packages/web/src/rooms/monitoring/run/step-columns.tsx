import type { Run } from 'signalbox/contract/monitoring';
import { duration } from '../../../format/duration.ts';
import { shortId } from '../../../format/id.ts';
import { count, plural } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { KindGlyph } from '../../../ui/kind-glyph.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { TreeCell } from '../../../ui/tree-cell.tsx';
import { Bar, PathLine } from '../../../ui/waterfall.tsx';
import { whyNoDuration } from '../model/mark-notes.ts';
import { pathPlaces } from '../model/path-places.ts';
import { isGoing } from '../model/state-note.ts';
import type { StepNode } from '../model/step-tree.ts';
import { place, type Window } from '../model/window.ts';
import type { ShownPath } from './use-critical-path.ts';

type Fold = (id: string, shut: boolean) => void;
type Options = {
  run: Run;
  window: Window;
  collapsed: ReadonlySet<string>;
  onFold: Fold;
  lines: readonly number[];
  path: ShownPath | null;
};

/** Tree on the left, numbers, bars on the right. */
export function stepColumns({ run, window, collapsed, onFold, lines, path }: Options): Column<StepNode>[] {
  const running = isGoing(run);
  return [
    {
      id: 'step',
      header: 'Step',
      width: 'minmax(220px, 1fr)',
      cell: (n) => <StepName node={n} open={n.below > 0 ? !collapsed.has(n.id) : null} onFold={onFold} />,
    },
    {
      id: 'tokens',
      header: 'In / out',
      unit: 'tokens',
      align: 'right',
      width: '124px',
      from: 900,
      cell: (n) => <StepTokens node={n} />,
    },
    {
      id: 'duration',
      header: 'Duration',
      align: 'right',
      width: '88px',
      from: 440,
      cell: (n) => (n.step === null ? '' : <StepLength node={n} running={running} />),
    },
    {
      id: 'timeline',
      header: 'Timeline',
      width: 'minmax(160px, 1.3fr)',
      from: 560,
      cell: (n) => (
        <span className="relative block h-7">
          {lines.map((at) => (
            <span key={at} aria-hidden className="absolute inset-y-0 border-l border-line" style={{ left: `${at}%` }} />
          ))}
          <Timeline node={n} window={window} running={running} path={path} />
        </span>
      ),
    },
  ];
}

/** A phone's row: the name, then its time with a thin bar. */
export function StepLines({
  node,
  open,
  onFold,
  window,
  running,
  path,
}: {
  node: StepNode;
  open: boolean | null;
  onFold: Fold;
  window: Window;
  running: boolean;
  path: ShownPath | null;
}) {
  return (
    <div className="flex flex-col">
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <StepName node={node} open={open} onFold={onFold} />
        </span>
        <span className="shrink-0 text-meta tabular-nums text-muted">
          {node.step === null ? '' : <StepLength node={node} running={running} />}
        </span>
      </span>
      <span className="block h-3">
        <Timeline node={node} window={window} running={running} path={path} />
      </span>
    </div>
  );
}

type TimelineProps = { node: StepNode; window: Window; running: boolean; path: ShownPath | null };

function Timeline({ node, window, running, path }: TimelineProps) {
  if (node.step === null) return null;
  const open = node.step.durationMs ?? (running ? window.to - node.step.offsetMs : 0);
  const bar = <Bar step={node.step} at={place(window, node.step.offsetMs, open)} running={running} />;
  if (path === null) return bar;
  const own = path.of.get(node.id);
  return (
    <span className="relative block h-full">
      <span className={own === undefined ? 'block h-full opacity-35' : 'block h-full'}>{bar}</span>
      {own === undefined ? null : <PathLine places={pathPlaces(window, own)} />}
    </span>
  );
}

function StepName({ node, open, onFold }: { node: StepNode; open: boolean | null; onFold: Fold }) {
  const { step } = node;
  const name = step?.name ?? `parent ${node.id}`;
  return (
    <TreeCell depth={node.depth} open={open} onToggle={() => onFold(node.id, open === true)} label={name}>
      {step === null ? (
        <span
          className="truncate text-muted"
          title={`${plural(node.children.length, 'step')} name the parent ${node.id}, which has not arrived`}
        >
          Parent <span className="mono">{shortId(node.id)}</span> not received
        </span>
      ) : (
        <>
          <KindGlyph kind={step.kind} />
          <span className={`truncate ${step.isError ? 'font-medium text-danger' : ''}`}>
            <SafeLine text={step.name} max={160} />
          </span>
          {step.isError ? <span className="shrink-0 text-label font-medium text-danger">Error</span> : null}
          {detail(node) === null ? null : (
            <span className="min-w-0 shrink-[20] truncate text-meta text-muted">
              <SafeLine text={detail(node)!} max={80} />
            </span>
          )}
          {open === false ? (
            <span className="shrink-0 text-label tabular-nums text-muted">
              +{count(node.below)}
              {node.failing && !step.isError ? ', error below' : ''}
            </span>
          ) : null}
        </>
      )}
    </TreeCell>
  );
}

/** What the name leaves out: the model or the tool. "chat gpt-5-mini" has said it, though the model that answered was gpt-5-mini-2026-08-07. */
function detail({ step }: StepNode): string | null {
  const extra = step?.model ?? step?.tool ?? null;
  if (extra === null || step!.name.includes(extra)) return null;
  return step!.name.split(/\s+/).some((word) => word.length > 3 && extra.startsWith(word)) ? null : extra;
}

function StepTokens({ node: { step } }: { node: StepNode }) {
  if (step === null || (step.tokens.input === null && step.tokens.output === null)) {
    return step?.kind === 'llm' ? (
      <span className="text-muted" title="Unknown: the client did not report tokens">
        —
      </span>
    ) : (
      ''
    );
  }
  const text = `${count(step.tokens.input)} / ${count(step.tokens.output)}`;
  return step.countsTokens ? (
    text
  ) : (
    <span className="text-muted" title="Not counted: the same call or a total of it is counted elsewhere">
      ({text})
    </span>
  );
}

function StepLength({ node, running }: { node: StepNode; running: boolean }) {
  const ms = node.step!.durationMs;
  if (ms !== null) return duration(ms);
  return (
    <span className="text-muted" title={running ? 'Still running' : `Unknown: ${whyNoDuration(node.step!.marks)}`}>
      {running ? 'running' : '—'}
    </span>
  );
}
