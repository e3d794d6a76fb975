import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { count, plural } from '../../../format/number.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { namesQuery } from '../queries.ts';

/** Names in telemetry that are no agents yet: just seen, or more than a team may add in an hour. */
export function WaitingNames({ waiting }: { waiting: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Banner aspect="caution" end={<Button onClick={() => setOpen(true)}>Show names</Button>}>
        {plural(waiting, 'name')} in telemetry {waiting === 1 ? 'waits' : 'wait'} to become{' '}
        {waiting === 1 ? 'an agent' : 'agents'}.
      </Banner>
      {open ? <NamesDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function NamesDialog({ onClose }: { onClose: () => void }) {
  const names = useQuery(namesQuery);
  return (
    <Modal title="Names that wait" onClose={onClose}>
      <p className="pb-2 text-muted">
        New names become agents within seconds, at most {names.data?.mostAnHour ?? '…'} an hour and team; the others
        follow when they run again. Their runs are kept and can be read meanwhile.
      </p>
      <ul className="flex flex-col">
        {(names.data?.waiting ?? []).map((one) => (
          <li key={`${one.teamId} ${one.name}`} className="flex gap-2 border-t border-line py-1">
            <span className="min-w-0 flex-1 truncate">
              <SafeLine text={one.name} max={120} />
            </span>
            <span className="tabular-nums text-muted">{count(one.invocations)}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
