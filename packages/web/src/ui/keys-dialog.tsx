import { Dialog } from '@base-ui/react/dialog';
import { Icon } from './icons.tsx';

const rows: [string, string][] = [
  ['j, ↓', 'Next row'],
  ['k, ↑', 'Row before'],
  ['space', 'Peek at the row beside its list'],
  ['enter', 'Open the row'],
  ['esc', 'Close, then go back'],
  ['←, →', 'Fold and unfold a step'],
  ['z', 'Zoom the timeline to the step, and out'],
  ['1, 2', 'Steps, transcript'],
  ['e', 'Next failed step'],
  ['s', 'Sort agents again, where the order has changed'],
  ['x', 'Choose the row'],
  ['c', 'Compare the two chosen'],
  ['/', 'Go to the search or filter'],
  ['t', 'Light or dark'],
  ['?', 'This list'],
];

/** Every key that works. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Popup className="fixed left-1/2 top-1/2 z-50 w-[min(420px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-overlay border border-line bg-panel p-4 shadow-overlay">
          <div className="mb-2 flex items-center justify-between">
            <Dialog.Title className="text-section font-semibold">Keys</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-11 place-items-center rounded-control text-muted hover:text-ink desk:size-8"
            >
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <dl className="grid grid-cols-[96px_1fr]">
            {rows.map(([keys, what]) => (
              <div key={keys} className="contents">
                <dt className="mono border-t border-line py-1.5 text-muted">{keys}</dt>
                <dd className="border-t border-line py-1.5">{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
