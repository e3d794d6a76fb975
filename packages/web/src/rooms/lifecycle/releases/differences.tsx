import type { ReleaseChange } from 'signalbox/contract/lifecycle';
import { RiskMark } from '../../../ui/risk-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** What differs from one release to another, in words, the riskiest first. */
export function Differences({ of, none }: { of: readonly ReleaseChange[]; none: string }) {
  if (of.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <ul className="flex flex-col" aria-label="Differences">
      {of.map((one) => (
        <li
          key={`${one.slot} ${one.name} ${one.sentence}`}
          className="grid grid-cols-[16px_1fr] gap-x-2 border-t border-line py-1.5 desk:grid-cols-[116px_1fr_72px]"
        >
          <span className="pt-1 desk:hidden">
            <RiskMark level={one.risk.level} word={false} />
          </span>
          <span className="max-desk:hidden">
            <RiskMark level={one.risk.level} />
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="text-ink">
              <SafeLine text={one.sentence} max={600} />
            </span>
            {one.risk.level === 'low' ? null : (
              <span className="block text-meta text-muted">
                <SafeLine text={one.risk.reason} max={300} />
              </span>
            )}
          </span>
          <span className="text-meta text-muted max-desk:hidden" title="How far it reaches into the version">
            {one.part}
          </span>
        </li>
      ))}
    </ul>
  );
}
