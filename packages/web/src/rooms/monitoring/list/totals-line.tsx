import { useQuery } from '@tanstack/react-query';
import type { Totals } from 'signalbox/contract/monitoring';
import { useAdvanced } from '../../../app/live.ts';
import { count, plural } from '../../../format/number.ts';
import { Time } from '../../../ui/zone.tsx';
import { totalsQuery } from '../queries.ts';

/** The figures of the whole window in one line, with their time. Of the workspace, so only shown where nothing else is filtered. */
export function TotalsLine({ bounds }: { bounds: { from?: string; to?: string } }) {
  const totals = useQuery(totalsQuery(bounds));
  useAdvanced(() => totals.refetch(), 5000, totals.isSuccess);
  if (!totals.data) return null;
  return (
    <p className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 border-t border-line px-3 py-1 text-meta tabular-nums text-muted desk:px-4">
      {figures(totals.data).map((text, i) => (
        <span key={text} className={i > 1 ? 'max-desk:hidden' : ''}>
          {text}
        </span>
      ))}
      <span className="desk:ml-auto">
        as of <Time at={totals.data.asOf} />
      </span>
    </p>
  );
}

function figures(t: Totals): string[] {
  const unknown = t.tokens.unknownCalls === 0 ? '' : `, ${plural(t.tokens.unknownCalls, 'call')} unknown`;
  return [
    plural(t.runs, 'run'),
    plural(t.errors, 'error'),
    plural(t.modelCalls, 'model call'),
    `${count(t.tokens.input)} tokens in, ${count(t.tokens.output)} out${unknown}`,
    plural(t.spans, 'span'),
    ...(t.sampled ? ['sampled by clients: counts are too low, rates hold'] : []),
  ];
}
