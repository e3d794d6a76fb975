import { Menu } from '@base-ui/react/menu';
import { buttonLook } from './button.tsx';
import { Icon } from './icons.tsx';

type Props = { acts: Record<string, () => void>; label?: string; small?: boolean };

/** What else can be done with an object; the last button of its header. `small`: where its label would be larger than the object's. */
export function MoreMenu({ acts, label = 'More', small = false }: Props) {
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonLook(small ? 'quiet' : 'plain')} aria-label={label} title={label}>
        {small ? null : <span className="max-desk:hidden">{label}</span>}
        <Icon name="down" />
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
