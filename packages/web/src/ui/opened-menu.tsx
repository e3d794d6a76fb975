import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

type Props = { acts: Record<string, () => void>; label: string; look: string; children: ReactNode };

/** The menu behind a press, open from the start; `children` is what its button shows. */
export function OpenedMenu({ acts, label, look, children }: Props) {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={look} aria-label={label} title={label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-30">
          <Menu.Popup className="min-w-36 rounded-overlay border border-line bg-panel p-1 shadow-overlay">
            {Object.entries(acts).map(([name, act]) => (
              <Menu.Item
                key={name}
                onClick={act}
                className="flex h-11 cursor-pointer items-center rounded-control px-2 data-highlighted:bg-select desk:h-7"
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
