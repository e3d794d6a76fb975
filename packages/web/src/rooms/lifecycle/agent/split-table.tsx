import type { AgentOverview } from 'signalbox/contract/lifecycle';
import { count, seconds, unknown, usd } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { CompletionCell } from '../list/completion-cell.tsx';

type Split = AgentOverview['byRelease'][number];
/** `name`: what a value is called, left out = as it is. */
type Props = { title: string; of: readonly Split[]; untold: string; name?: (value: string) => string };
const num = 'num px-1 desk:px-2';
/** What a phone does without, so that no column stands outside it. */
const wide = 'max-desk:hidden';

/** Figures of one agent side by side: a release or an environment a row. */
export function SplitTable({ title, of, untold, name = (value) => value }: Props) {
  if (of.length === 0) return null;
  return (
    <section>
      <h2 className="pb-1 font-semibold">{title}</h2>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={title}>
        <table className="w-full max-w-4xl table-fixed border-collapse">
          <thead>
            <tr className="border-b border-line text-left">
              <th className="label w-[24%] py-1 pr-1 desk:pr-2">
                {title.replace('By ', '').replace(/^./, (c) => c.toUpperCase())}
              </th>
              <th className="label w-[30%] px-1 desk:w-[24%] desk:px-2">Completed</th>
              <th className={`label ${num}`}>Failed</th>
              <th className={`label w-[20%] desk:w-auto ${num}`}>Invocations</th>
              <th className={`label ${num} ${wide}`}>p50 s</th>
              <th className={`label ${num}`}>p95 s</th>
              <th className={`label num pl-2 ${wide}`}>Cost USD</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ value, figures }) => (
              <tr key={value ?? ''} className="h-8 border-b border-line">
                <th scope="row" className="max-w-52 truncate pr-1 text-left desk:pr-2 font-normal">
                  {value === null ? (
                    <span className="text-muted">{untold}</span>
                  ) : (
                    <SafeLine text={name(value)} max={80} />
                  )}
                </th>
                <td className="px-1 desk:px-2">
                  <CompletionCell figures={figures} />
                </td>
                <td className={num}>{count(figures.outcomes.failed.count)}</td>
                <td className={num}>{count(figures.invocations)}</td>
                <td className={`${num} ${wide}`}>{seconds(figures.p50Ms)}</td>
                <td className={num}>{seconds(figures.p95Ms)}</td>
                <td className={`num pl-2 ${wide}`}>{figures.costUsd === null ? unknown : usd(figures.costUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
