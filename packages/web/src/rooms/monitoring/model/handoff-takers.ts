import type { StepNode } from './step-tree.ts';

/** `back`: from the agent who had the work before and gets it again to the giver, at most 12; null = it goes on. */
type Sent = { giver: string; taker: string; back: string[] | null };

/**
 * Who handed the work to whom, and which agent steps began by that. A hand-off names the agent it goes to, in its tool; that
 * agent's step stands beside the giver's, begins with the hand-off at the earliest, and was not handed the work already.
 */
export function takersOf(tops: readonly StepNode[]): { takers: ReadonlySet<StepNode>; sent: Sent[] } {
  const takers = new Set<StepNode>();
  const sent: Sent[] = [];
  const places = new Map<readonly StepNode[], Place>();
  for (const { handoff, giver, beside } of handoffsOf(tops)) {
    const place = places.get(beside) ?? { chain: new Chain(), waiting: waitingIn(beside) };
    places.set(beside, place);
    const named = handoff.step!.tool;
    const taker = nextIn(place.waiting.get(named), handoff.step!.offsetMs, giver, takers);
    const to = named ?? taker?.step?.agent;
    if (to === undefined) continue;
    if (taker !== undefined) takers.add(taker);
    sent.push({ giver: handoff.step!.agent, taker: to, back: place.chain.pass(handoff.step!.agent, to) });
  }
  return { takers, sent };
}

type Waiting = { agents: StepNode[]; next: number };
type Place = { chain: Chain; waiting: ReadonlyMap<string | null, Waiting> };

/** Agent steps beside each other in order of time, by name; all of them under null. */
function waitingIn(beside: readonly StepNode[]): Map<string | null, Waiting> {
  const agents = beside.filter((n) => n.step?.kind === 'agent').sort((a, b) => a.step!.offsetMs - b.step!.offsetMs);
  const byName = new Map<string | null, Waiting>([[null, { agents, next: 0 }]]);
  for (const [name, of] of Map.groupBy(agents, (n) => n.step!.agent)) byName.set(name, { agents: of, next: 0 });
  return byName;
}

/** Hand-offs come in order of time: what began before one is of no use to the next. */
function nextIn(
  waiting: Waiting | undefined,
  atMs: number,
  giver: StepNode | null,
  takers: ReadonlySet<StepNode>,
): StepNode | undefined {
  if (waiting === undefined) return undefined;
  const { agents } = waiting;
  const gone = (n: StepNode): boolean => n.step!.offsetMs < atMs || takers.has(n);
  while (waiting.next < agents.length && gone(agents[waiting.next]!)) waiting.next++;
  for (let i = waiting.next; i < agents.length; i++) if (agents[i] !== giver && !gone(agents[i]!)) return agents[i];
  return undefined;
}

/** Who holds the work after whom, beside each other. */
class Chain {
  readonly #names: string[] = [];
  readonly #places = new Map<string, number>();

  /** The way back where `to` had the work before. */
  pass(giver: string, to: string): string[] | null {
    const held = this.#places.get(giver);
    if (held === undefined) this.#push(giver);
    else this.#cut(held);
    const before = this.#places.get(to);
    if (before === undefined) {
      this.#push(to);
      return null;
    }
    const back = this.#names.slice(before, before + 12);
    this.#cut(before);
    return back;
  }

  #push(name: string): void {
    this.#places.set(name, this.#names.length);
    this.#names.push(name);
  }

  #cut(last: number): void {
    while (this.#names.length > last + 1) this.#places.delete(this.#names.pop()!);
  }
}

type Found = { handoff: StepNode; giver: StepNode | null; beside: readonly StepNode[] };

/** In order of time, each with the agent step above it and what stands beside that. */
function handoffsOf(tops: readonly StepNode[]): Found[] {
  const found: Found[] = [];
  type Visit = { node: StepNode; giver: StepNode | null; beside: readonly StepNode[]; among: readonly StepNode[] };
  const stack: Visit[] = tops.map((node) => ({ node, giver: null, beside: tops, among: tops }));
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, among } = visit;
    const isAgent = node.step?.kind === 'agent';
    const giver = isAgent ? node : visit.giver;
    const beside = isAgent ? among : visit.beside;
    if (node.step?.kind === 'handoff') found.push({ handoff: node, giver, beside });
    for (const child of node.children) stack.push({ node: child, giver, beside, among: node.children });
  }
  const at = (of: Found): number => of.handoff.step!.offsetMs;
  return found.sort((a, b) => at(a) - at(b) || (a.handoff.id < b.handoff.id ? -1 : 1));
}
