import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import type { Zone } from '../format/time.ts';
import { zoneName } from '../format/time.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { useNow, useZone } from '../ui/zone.tsx';
import { inputToIso, isoToInput } from './datetime-input.ts';
import type { Scope } from './scope.ts';

type Props = { scope: Scope; onClose: () => void; onSet: (from: string, to: string) => void };

/** A time range by its two ends, in the zone of the page. */
export function CustomTime({ scope, onClose, onSet }: Props) {
  const zone = useZone();
  const now = useNow(60_000);
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Popup className="fixed left-1/2 top-1/2 z-50 w-[min(360px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-overlay border border-line bg-panel p-4 shadow-overlay">
          <Dialog.Title className="mb-3 text-section font-semibold">Time range, {zoneName(zone, now)}</Dialog.Title>
          <Ends zone={zone} scope={scope} onClose={onClose} onSet={onSet} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Ends({ zone, scope, onClose, onSet }: Props & { zone: Zone }) {
  const [from, setFrom] = useState(() =>
    isoToInput(scope.from ?? new Date(Date.now() - 86_400_000).toISOString(), zone),
  );
  const [to, setTo] = useState(() => isoToInput(scope.to ?? new Date().toISOString(), zone));
  const [start, end] = [inputToIso(from, zone), inputToIso(to, zone)];
  const error =
    start === null || end === null ? undefined : start < end ? undefined : 'The end must come after the start';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (start === null || end === null || error !== undefined) return;
        onSet(start, end);
        onClose();
      }}
    >
      <Field
        label="From"
        type="datetime-local"
        step={1}
        value={from}
        onChange={(e) => setFrom(e.target.value)}
        required
      />
      <Field
        label="To"
        type="datetime-local"
        step={1}
        value={to}
        onChange={(e) => setTo(e.target.value)}
        required
        error={error}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" type="submit">
          Show this range
        </Button>
      </div>
    </form>
  );
}
