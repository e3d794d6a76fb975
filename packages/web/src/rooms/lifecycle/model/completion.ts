import type { Agent } from 'signalbox/contract/lifecycle';
import { count } from '../../../format/number.ts';

type Figures = NonNullable<Agent['figures']>;

/** Below this only counts are told. */
const enough = 20;

/** Completion as one cell tells it: how many of known outcomes, how many of them only inferred, how many unknown. */
export type Completion = { main: string; inferred: string | null; unknown: string | null; words: string };

/** null = no outcome is known and none is missing. */
export function completionOf({ outcomes }: Pick<Figures, 'outcomes'>): Completion | null {
  const { completed, failed, passedToPerson, abandoned, unknown } = outcomes;
  const parts = [completed, failed, passedToPerson, abandoned];
  const known = parts.reduce((sum, one) => sum + one.count, 0);
  const inferred = parts.reduce((sum, one) => sum + one.inferred, 0);
  const all = known + unknown.count;
  if (all === 0) return null;
  const share = (n: number, of: number): string => (of < enough ? count(n) : `${percent(n, of)} %`);
  const main = known === 0 ? '—' : known < enough ? `${completed.count} of ${known}` : share(completed.count, known);
  return {
    main,
    inferred: inferred === 0 ? null : `~${share(inferred, known)}`,
    unknown: unknown.count === 0 ? null : `?${share(unknown.count, all)}`,
    words: [
      `${count(completed.count)} of ${count(known)} with a known outcome completed.`,
      `${count(inferred)} of these outcomes are inferred from spans, not declared (~).`,
      `${count(unknown.count)} of ${count(all)} invocations have an unknown outcome (?).`,
    ].join(' '),
  };
}

/** Whole percent that says 0 and 100 only where it is so. */
function percent(n: number, of: number): number {
  const rounded = Math.round((100 * n) / of);
  if (rounded === 100 && n < of) return 99;
  return rounded === 0 && n > 0 ? 1 : rounded;
}
