import type { StepKind } from 'signalbox/contract/monitoring';
import type { StepNode } from './step-tree.ts';

/** A stretch of the path, milliseconds after the start of the run: this step worked itself, and nothing below it held it up. */
export type Segment = { id: string; fromMs: number; toMs: number };

type Options = {
  topSpanId: string;
  /** How far a run that goes on has come: steps without an end reach this far. null = it goes on no more. */
  nowMs: number | null;
};

type Held = { node: StepNode | null; from: number; to: number };
/** A step on the way back through time: all after `cursor` is explained. */
type Frame = Held & { cursor: number; below: readonly Held[]; next: number };

/**
 * The longest chain of steps that blocked the run, from its end back to its start: of the steps below one, that which finished last
 * held it up; before that began, the last to finish by then; what is left is the step's own work. The rule of CRISP (Zhang et al.,
 * "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures", USENIX ATC 2022, section 3) and of Jaeger's trace view.
 * Segments in order of time, which never overlap. O(n log n).
 *
 * Steps reach no further than the step above them: what a clock put outside, or what was left to itself, blocks nobody. Steps whose
 * parent did not arrive, and loops that `stepTree` cut, count as begun by the top step. Where that is not here either, time in which
 * no step is known is in no segment. A step without an end reaches as far as what is known below it.
 */
export function criticalPath(tops: readonly StepNode[], options: Options): Segment[] {
  const ends = knownEnds(tops, options.nowMs);
  const whole = rootOf(tops, options.topSpanId, ends);
  if (whole === null) return [];
  const path: Segment[] = [];
  const work = ({ node }: Held, fromMs: number, toMs: number): void => {
    if (node !== null && toMs > fromMs) path.push({ id: node.id, fromMs, toMs });
  };
  const frames: Frame[] = [framed(whole, whole.below, ends)];
  for (let at = frames.at(-1); at; at = frames.at(-1)) {
    while (at.next < at.below.length && at.below[at.next]!.to > at.cursor) at.next++;
    const last = at.below[at.next++];
    work(at, last?.to ?? at.from, at.cursor);
    if (last === undefined) {
      frames.pop();
      continue;
    }
    at.cursor = last.from;
    frames.push(framed(last, last.node!.children, ends));
  }
  return path.reverse();
}

/** Milliseconds of the path by kind of step, longest first. */
export function pathShares(
  path: readonly Segment[],
  kindOf: (id: string) => StepKind,
): { kind: StepKind; ms: number }[] {
  const sums = new Map<StepKind, number>();
  for (const { id, fromMs, toMs } of path) sums.set(kindOf(id), (sums.get(kindOf(id)) ?? 0) + toMs - fromMs);
  return [...sums].map(([kind, ms]) => ({ kind, ms })).sort((a, b) => b.ms - a.ms || (a.kind < b.kind ? -1 : 1));
}

const start = (node: StepNode): number => node.step!.offsetMs;

/** Where each step ends, as far as is known: from the leaves up. */
function knownEnds(tops: readonly StepNode[], nowMs: number | null): ReadonlyMap<StepNode, number> {
  const order: StepNode[] = [];
  const stack = [...tops];
  for (let node = stack.pop(); node; node = stack.pop()) {
    order.push(node);
    for (const child of node.children) stack.push(child);
  }
  const ends = new Map<StepNode, number>();
  for (const node of order.reverse()) {
    if (node.step === null) continue;
    let end = start(node);
    if (node.step.durationMs !== null) end += Math.max(0, node.step.durationMs);
    else {
      if (nowMs !== null) end = Math.max(end, nowMs);
      for (const child of node.children) end = Math.max(end, ends.get(child) ?? end);
    }
    ends.set(node, end);
  }
  return ends;
}

/** The top step with all that stands beside it below it; where it is not here, a frame around what is. */
function rootOf(
  tops: readonly StepNode[],
  topSpanId: string,
  ends: ReadonlyMap<StepNode, number>,
): (Held & { below: StepNode[] }) | null {
  const top = tops.find((node) => node.id === topSpanId && node.step !== null) ?? null;
  const beside = tops.filter((node) => node !== top).flatMap((node) => (node.step === null ? node.children : [node]));
  if (top !== null) return { node: top, from: start(top), to: ends.get(top)!, below: [...top.children, ...beside] };
  if (beside.length === 0) return null;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const node of beside) [from, to] = [Math.min(from, start(node)), Math.max(to, ends.get(node)!)];
  return { node: null, from, to, below: beside };
}

/** The steps below, cut to the step above them, the last to finish first; of two, the one that began earlier. */
function framed(of: Held, children: readonly StepNode[], ends: ReadonlyMap<StepNode, number>): Frame {
  const { node, from, to } = of;
  const below: Held[] = [];
  for (const child of children) {
    const cut = { node: child, from: Math.max(from, start(child)), to: Math.min(to, ends.get(child)!) };
    if (cut.to > cut.from) below.push(cut);
  }
  below.sort((a, b) => b.to - a.to || a.from - b.from || (a.node!.id < b.node!.id ? -1 : 1));
  return { node, from, to, cursor: to, below, next: 0 };
}
