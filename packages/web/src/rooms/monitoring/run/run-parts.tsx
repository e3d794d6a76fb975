import { Link } from '@tanstack/react-router';
import type { Run, RunLinks } from 'signalbox/contract/monitoring';
import { SafeLine } from '../../../ui/safe-text.tsx';

const look = 'text-accent hover:underline';

/** The release of a run: a link where it is kept here, else as it was told. */
export function RunRelease({ run, of }: { run: Run; of: RunLinks['release'] }) {
  if (of !== null)
    return (
      <Link to="/releases/$releaseId" params={{ releaseId: of.id }} className={look}>
        {of.version}
      </Link>
    );
  return run.release === null ? '—' : <SafeLine text={run.release} max={60} />;
}

const most = 3;

/** The prompt versions that a run used: links where they are kept here. */
export function RunPrompts({ of }: { of: RunLinks['prompts'] }) {
  if (of.length === 0) return null;
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      <span className="label">{of.length === 1 ? 'Prompt' : 'Prompts'}</span>
      <span className="min-w-0 truncate">
        {of.slice(0, most).map((one, i) => (
          <span key={`${one.name} ${one.version}`}>
            {i === 0 ? '' : ', '}
            <RunPrompt of={one} />
          </span>
        ))}
        {of.length > most ? ` and ${of.length - most} more` : ''}
      </span>
    </span>
  );
}

function RunPrompt({ of: { name, version, promptId } }: { of: RunLinks['prompts'][number] }) {
  const words = <SafeLine text={version === null ? name : `${name} ${version}`} max={80} />;
  return promptId === null ? (
    words
  ) : (
    <Link to="/prompts/$promptId" params={{ promptId }} className={look}>
      {words}
    </Link>
  );
}
