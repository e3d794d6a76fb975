import { Time } from '../../../ui/zone.tsx';
import { isTimeRecorded, markNote } from '../model/mark-notes.ts';

/** When a run or a step began; where its source did not say, that, and never the moment it is filed under. */
export function Started({ of, full = false }: { of: { startedAt: string; marks: readonly string[] }; full?: boolean }) {
  return isTimeRecorded(of.marks) ? (
    <Time at={of.startedAt} full={full} />
  ) : (
    <span className="text-muted" title={markNote('synthetic_time')}>
      {full ? 'time not recorded' : 'not recorded'}
    </span>
  );
}
