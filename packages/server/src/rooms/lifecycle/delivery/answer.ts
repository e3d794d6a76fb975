import type { Delivery } from '../contract-delivery.ts';
import type { Assignment } from './evaluate.ts';
import type { Delivered, Served } from './snapshot.ts';

/** The body of an answer, and what names it: the same as long as the deployment and the draw are. */
export type Answer = { readonly etag: string; readonly body: string };
type AsOf = { seq: number; stale: boolean };

/** What of an answer depends on the release alone, as the end of its JSON text; made once. */
const tails = new WeakMap<Served, Map<Delivered, string>>();

export function answerOf(served: Served, assignment: Assignment, asOf: AsOf): Answer {
  const { release, variant, reason, unit, pinned } = assignment;
  const head = JSON.stringify({ ...asOf, assignment: { variant, reason, unit, pinned } });
  return { etag: etagOf(served, assignment), body: `${head.slice(0, -1)},${tailOf(served, release).slice(1)}` };
}

/** Weak: `seq` and `stale` move on while the rest stands. */
export const etagOf = ({ agentId, version }: Served, { release, variant, reason, pinned }: Assignment): string =>
  `W/"${agentId}.${version}.${variant}.${reason}.${release.digest.slice(0, 16)}${pinned ? '.pinned' : ''}"`;

function tailOf(served: Served, release: Delivered): string {
  const known = tails.get(served) ?? new Map<Delivered, string>();
  tails.set(served, known);
  const text = known.get(release) ?? JSON.stringify(restOf(served, release));
  known.set(release, text);
  return text;
}

function restOf(served: Served, release: Delivered): Omit<Delivery, 'seq' | 'stale' | 'assignment'> {
  const { agentId, slug, environment, version } = served;
  const { prompts, ...known } = release;
  return {
    ...{ agent: { id: agentId, slug }, environment, deployment: version, release: known, prompts: [...prompts] },
    tools: release.manifest.tools?.map((one) => one.name) ?? null,
    settings: release.manifest.settings ?? {},
  };
}
