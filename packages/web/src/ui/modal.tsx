import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

/** `wide` for what is compared side by side. */
type Props = { title: string; onClose: () => void; children: ReactNode; wide?: boolean };

/** One question over the page. Escape and the cross close it; on a phone it takes the width. */
export function Modal({ title, onClose, children, wide = false }: Props) {
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Popup
          className={`fixed left-1/2 top-1/2 z-50 flex max-h-[calc(100dvh-32px)] ${wide ? 'w-[min(960px,calc(100vw-32px))]' : 'w-[min(460px,calc(100vw-32px))]'} -translate-x-1/2 -translate-y-1/2 flex-col rounded-overlay border border-line bg-panel shadow-overlay`}
        >
          <div className="flex items-start justify-between gap-2 px-4 pt-3">
            <Dialog.Title className="pt-1 text-section font-semibold [overflow-wrap:anywhere]">{title}</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-11 shrink-0 place-items-center rounded-control text-muted hover:text-ink desk:size-8"
            >
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-4 pb-4 pt-1">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
