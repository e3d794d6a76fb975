import { useQuery } from '@tanstack/react-query';
import type { StartRun } from 'signalbox/contract/prompts/playground';
import { count, plural, usd } from '../../../format/number.ts';
import { troubleOf } from '../../../ui/error-state.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { useSettled } from '../editor/use-settled.ts';
import { estimateQuery } from './queries.ts';

/** What it will take, before it is asked. */
export function EstimateNote({ wish }: { wish: StartRun | null }) {
  // By its text: a wish is made anew with each drawing.
  const settled = useSettled(JSON.stringify(wish), 400);
  const estimate = useQuery(estimateQuery(settled === 'null' ? null : (JSON.parse(settled) as StartRun)));
  if (estimate.error) return <p className="text-muted">{troubleOf(estimate.error).title}.</p>;
  if (estimate.data === undefined) return null;
  const { cells, lanes, total } = estimate.data;
  const problems = lanes.flatMap((one, at) => (one.problem === null ? [] : [`Lane ${at + 1}: ${one.problem}`]));
  return (
    <div className="min-w-0 text-muted">
      <p>
        {plural(cells, 'call')}, about {count(total.inputTokens)} tokens in and {count(total.outputTokens)} out,{' '}
        {total.costUsd === null ? 'cost unknown: a model has no price here' : `about ${usd(total.costUsd)} USD`}
      </p>
      {problems.map((one) => (
        <p key={one} className="text-caution [overflow-wrap:anywhere]">
          <SafeText text={one} />
        </p>
      ))}
    </div>
  );
}
