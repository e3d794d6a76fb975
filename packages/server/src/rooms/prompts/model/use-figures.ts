import type { AgentFigures, ScoreFigures } from '../../monitoring/index.ts';
import type { PromptUse } from '../contract-use.ts';
import type { ReleaseUse } from '../uses.ts';

type Figures = NonNullable<PromptUse['versions'][number]['figures']>;
type Known = { items: readonly AgentFigures[]; scores: readonly ScoreFigures[] };

/** What the releases of one version did together. Unknown costs stay unknown; means are weighed by how many scores they stand for. */
export function sumFigures(uses: readonly ReleaseUse[], { items, scores }: Known): Figures {
  const held = new Set(uses.map(({ agent, digest }) => keyOf(agent.teamId, agent.key, digest)));
  const own = items.filter(({ teamId, agent, split }) => held.has(keyOf(teamId, agent, plain(split ?? ''))));
  const sum = (of: (one: AgentFigures) => number): number => own.reduce((all, one) => all + of(one), 0);
  const costs = own.flatMap((one) => one.cost.usd ?? []);
  const digests = new Set(uses.map((one) => one.digest));
  const named = Map.groupBy(
    scores.filter((one) => digests.has(plain(one.release))),
    (one) => one.name,
  );
  return {
    runs: sum((one) => one.invocations),
    completed: {
      count: sum((one) => one.outcomes.completed.count),
      inferred: sum((one) => one.outcomes.completed.inferred),
    },
    failed: sum((one) => one.outcomes.failed.count),
    unknown: sum((one) => one.outcomes.unknown.count),
    costUsd: costs.length === 0 ? null : costs.reduce((all, one) => all + one, 0),
    costUnknownCalls: sum((one) => one.cost.unknownCalls),
    scores: [...named].map(([name, some]) => {
      const count = some.reduce((all, one) => all + one.count, 0);
      return { name, count, mean: some.reduce((all, one) => all + one.mean * one.count, 0) / count };
    }),
  };
}

/** Spans name a digest with or without what names the hash. */
const plain = (release: string): string => release.replace(/^sha256:/, '');
const keyOf = (teamId: string, agent: string, digest: string): string => JSON.stringify([teamId, agent, digest]);
