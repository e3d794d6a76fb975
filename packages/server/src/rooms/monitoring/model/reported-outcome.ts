import type { OutcomeFact } from './facts.ts';

/** An outcome told apart from the spans. `atNs`: Unix nanoseconds, by its sender's clock. */
export type ReportedOutcome = {
  teamId: string;
  /** Of the top span of a run, or of an invocation; '' = of the whole trace. */
  spanId: string;
  value: string;
  source: 'person' | 'evaluator' | 'outcome';
  /** What the key that told it is bound to; '' = nothing. */
  agent: string;
  environment: string;
  atNs: bigint;
};
/** Whose outcome it is: of the run of this top span, or of an invocation below it. */
type Place = {
  teamId: string;
  agent: string;
  environment: string;
  isTop: boolean;
  spanId: string;
};

const weight = { person: 3, evaluator: 2, outcome: 1 };
const sourceOf = { person: 'person', evaluator: 'evaluated', outcome: 'declared' } as const;

/**
 * Those that are about this run or invocation. A key that is bound to another agent, or to another environment, is not believed; nor
 * is another team's.
 */
export function reportedFor(reported: readonly ReportedOutcome[], place: Place): ReportedOutcome[] {
  return reported.filter(
    ({ teamId, agent, environment, spanId }) =>
      teamId === place.teamId &&
      (spanId === '' ? place.isTop : spanId === place.spanId) &&
      (agent === '' || agent === place.agent) &&
      (environment === '' || place.environment === '' || environment === place.environment),
  );
}

/**
 * The outcome that holds: a person's, else an evaluator's, else what a program told of it, else what stands on the spans; of several by
 * one source the latest. `disputed`: two of them, or one and the spans' own word, say different things.
 * @param found as far as the spans tell
 */
export function decideOutcome(
  found: OutcomeFact,
  reported: readonly ReportedOutcome[],
): { outcome: OutcomeFact; disputed: boolean } {
  const [first] = reported.toSorted(
    (a, b) =>
      weight[b.source] - weight[a.source] ||
      Number(b.atNs - a.atNs) ||
      (a.value < b.value ? -1 : Number(a.value > b.value)),
  );
  if (first === undefined) return { outcome: found, disputed: false };
  const said = new Set(reported.map(({ value }) => value));
  if (found.source === 'declared') said.add(found.value);
  said.delete('unknown');
  return {
    outcome: { ...found, value: first.value, source: sourceOf[first.source] },
    disputed: said.size > 1,
  };
}
