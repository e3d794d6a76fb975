import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

type Props = { label: string; title: ReactNode; onClose: () => void; children: ReactNode };

/** A row opened beside its list: 420 px, over it where there is no room for both, the whole width on a phone. Scrolls by itself. */
export function Inspector({ label, title, onClose, children }: Props) {
  return (
    <aside
      aria-label={label}
      className="absolute inset-0 z-20 flex flex-col border-l border-line bg-panel desk:left-auto desk:w-[420px] desk:max-w-full desk:shadow-overlay wide:static wide:shrink-0 wide:shadow-none short:fixed short:z-40 short:shadow-overlay"
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line pl-4 pr-1 desk:h-10">
        <h2 className="min-w-0 flex-1 truncate font-medium">{title}</h2>
        <button
          type="button"
          aria-label="Close"
          title="Close (esc)"
          onClick={onClose}
          className="grid size-11 place-items-center rounded-control text-muted hover:text-ink desk:size-8"
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="group" aria-label={`${label}, contents`}>
        {children}
      </div>
    </aside>
  );
}
