import { Link } from '@tanstack/react-router';
import type { PromptUse } from 'signalbox/contract/prompts/use';
import { count, plural, unknown, usd } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { completedWords, costWords, scoreWords } from '../model/use-words.ts';

type Version = PromptUse['versions'][number];

/** Each version with the releases that hold it, and how runs of these did: figures of whole releases, which hold more than it. */
export function UseByVersion({ use: { from, to, versions } }: { use: PromptUse }) {
  const used = versions.filter((one) => one.releases.length > 0 || (one.figures?.runs ?? 0) > 0);
  if (used.length === 0) return <p className="text-muted">No version of it is in a release.</p>;
  return (
    <>
      <p className="pb-1 text-meta text-muted">
        Runs of the releases that hold a version, from <Time at={from} /> to <Time at={to} />. Releases differ in more
        than this prompt: ~ a hint, no proof.
      </p>
      <ul aria-label="Versions in use" className="border-t border-line">
        {used.map((one) => (
          <li
            key={one.number}
            className="grid gap-x-4 gap-y-1 border-b border-line py-1.5 desk:grid-cols-[88px_minmax(0,1.2fr)_minmax(0,1fr)]"
          >
            <span className="font-medium">Version {one.number}</span>
            <Releases releases={one.releases} />
            <Figures figures={one.figures} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Releases({ releases }: Pick<Version, 'releases'>) {
  return (
    <ul className="min-w-0">
      {releases.map((one) => (
        <li key={one.releaseId} className="truncate">
          <Link
            to="/releases/$releaseId"
            params={{ releaseId: one.releaseId }}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            <SafeLine text={`${one.agentName} ${one.version}`} max={120} />
          </Link>{' '}
          <span className="text-muted">{one.servedIn.length === 0 ? '' : `in ${one.servedIn.join(', ')}`}</span>
        </li>
      ))}
    </ul>
  );
}

function Figures({ figures }: Pick<Version, 'figures'>) {
  if (figures === null)
    return (
      <span className="text-muted" title="They cannot be read now, or not by you">
        {unknown}
      </span>
    );
  if (figures.runs === 0) return <span className="text-muted">no run in this time</span>;
  return (
    <span className="tabular-nums">
      {plural(figures.runs, 'run')}, {completedWords(figures)}, {count(figures.failed)} failed{' '}
      <span className="text-muted">
        · {figures.costUsd === null ? `cost ${unknown}` : costWords(figures, usd)}
        {figures.scores.map((one) => ` · ${scoreWords(one)}`)}
      </span>
    </span>
  );
}
