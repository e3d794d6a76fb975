import type { DeploymentEffect, ReleaseFigures } from 'signalbox/contract/lifecycle';
import { count, seconds, unknown, usd } from '../../../format/number.ts';

type Line = { name: string; before: string; after: string };
const few = 20;

/** Of those whose outcome is known; below twenty counts, not percent. */
function completion(of: ReleaseFigures | null): string {
  if (of === null || of.completion === null) return unknown;
  const known = of.invocations - of.unknownOutcomes;
  if (known < few) return `${Math.round(of.completion * known)} of ${count(known)}`;
  const whole = Math.round(of.completion * 100);
  // Whole percent that says 0 and 100 only where it is so.
  return `${of.completion < 1 ? Math.min(99, of.completion > 0 ? Math.max(1, whole) : 0) : 100} % of ${count(known)}`;
}

/** Figures before and after a change, side by side, each with its n; what is not known stays so. */
export function effectLines({ before, after }: Pick<DeploymentEffect, 'before' | 'after'>): Line[] {
  const line = (name: string, of: (figures: ReleaseFigures | null) => string): Line => ({
    ...{ name, before: of(before), after: of(after) },
  });
  return [
    line('Completed', completion),
    line('Invocations', (of) => (of === null ? unknown : count(of.invocations))),
    line('USD each', (of) =>
      of?.costPerInvocationUsd == null
        ? unknown
        : `${usd(of.costPerInvocationUsd)}${of.uncostedCalls > 0 ? ' +?' : ''}`,
    ),
    line('p95, s', (of) => (of === null ? unknown : seconds(of.p95Ms))),
  ];
}
