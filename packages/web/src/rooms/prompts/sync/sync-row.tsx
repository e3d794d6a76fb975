import type { Sync } from 'signalbox/contract/prompts/sync';
import { neutralLine } from '../../../format/neutralise.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { ConflictRow } from './conflict-row.tsx';
import { placeWords, stateWords } from './sync-words.ts';

/** null = one may not. */
type Props = {
  sync: Sync;
  teamName: string;
  onRun: (() => void) | null;
  onChange: (() => void) | null;
  onRemove: (() => void) | null;
};

/** One folder: where git has it, how they stand, what was not taken, what is in conflict. */
export function SyncRow({ sync, teamName, onRun, onChange, onRemove }: Props) {
  const folder = sync.folder === '' ? 'all folders' : sync.folder;
  const bad = sync.state === 'failed' || sync.state === 'conflicts';
  return (
    <li className="border-b border-line py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <p className="font-medium [overflow-wrap:anywhere]">
            <SafeLine text={folder} max={300} /> <span className="font-normal text-muted">of {teamName}</span>
          </p>
          <p className="mono leading-5 text-muted [overflow-wrap:anywhere]">
            <SafeLine text={sync.remote} max={400} />
          </p>
          <p className="text-meta text-muted [overflow-wrap:anywhere]">
            <SafeLine text={placeWords(sync)} max={400} />
            {sync.hasCredential ? ', credential sealed' : ''}
          </p>
        </div>
        <div className="text-right">
          <p className={bad ? 'text-danger' : 'text-ink'}>{stateWords(sync)}</p>
          <p className="text-meta text-muted">
            {sync.endedAt === null ? 'never yet' : <Time at={sync.endedAt} />}
            {sync.commit === null ? '' : `, at ${sync.commit.slice(0, 10)}`}
          </p>
        </div>
        {onRun === null ? null : (
          <Button aria-label={`Sync now: ${neutralLine(folder)}`} disabled={sync.state === 'working'} onClick={onRun}>
            Sync now
          </Button>
        )}
        {onChange === null ? null : (
          <Button aria-label={`Change the sync of ${neutralLine(folder)}`} onClick={onChange}>
            Change
          </Button>
        )}
        {onRemove === null ? null : (
          <Button aria-label={`Remove the sync of ${neutralLine(folder)}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      {sync.error === null ? null : (
        <p className="text-danger [overflow-wrap:anywhere]">
          <SafeText text={sync.error} />
        </p>
      )}
      {sync.problems.length === 0 ? null : (
        <details>
          <summary className="min-h-6 cursor-pointer text-caution">
            {plural(sync.problems.length, 'file')} not taken
          </summary>
          <ul>
            {sync.problems.slice(0, 50).map((one) => (
              <li key={one.path} className="text-meta [overflow-wrap:anywhere]">
                <SafeLine text={one.path} max={300} />: <SafeText text={one.problem} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {sync.conflicts.map((one) => (
        <ConflictRow key={one.path} syncId={sync.id} conflict={one} mayResolve={onRun !== null} />
      ))}
    </li>
  );
}
