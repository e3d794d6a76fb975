import { Menu } from '@base-ui/react/menu';
import { buttonLook } from './button.tsx';
import { copyWords, useCopy } from './copy-button.tsx';
import { Icon } from './icons.tsx';

/** One button, several forms of the same thing: "JSON", "curl". Texts are made when asked for. */
export function CopyAs({ forms }: { forms: Record<string, () => string> }) {
  const [state, copy] = useCopy();
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonLook()}>
        {state === 'idle' ? 'Copy as' : copyWords[state]}
        <Icon name="down" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-30">
          <Menu.Popup className="min-w-36 rounded-overlay border border-line bg-panel p-1 shadow-overlay">
            {Object.entries(forms).map(([name, make]) => (
              <Menu.Item
                key={name}
                onClick={() => copy(make())}
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
