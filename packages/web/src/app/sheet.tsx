import { Dialog } from '@base-ui/react/dialog';
import type { Me } from 'signalbox/contract/access';
import { Icon } from '../ui/icons.tsx';
import { Brand, Entries } from './sidebar.tsx';

/** The sidebar as a sheet over the page, for phones. */
export function Sheet({ me, onClose }: { me: Me; onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Popup
          aria-label="Rooms"
          className="fixed inset-y-0 left-0 z-50 flex w-[264px] flex-col border-r border-line bg-ground shadow-overlay"
        >
          <div className="flex items-center justify-between">
            <Brand me={me} folded={false} />
            <Dialog.Close aria-label="Close" className="grid size-11 place-items-center text-muted">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <Entries me={me} folded={false} onGo={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
