import { lazy } from 'react';
import { buttonLook } from './button.tsx';
import { Icon } from './icons.tsx';
import { OnPress } from './on-press.tsx';

const OpenedMenu = lazy(async () => ({ default: (await import('./opened-menu.tsx')).OpenedMenu }));

type Props = { acts: Record<string, () => void>; label?: string; small?: boolean };

/** What else can be done with an object; the last button of its header. `small`: where its label would be larger than the object's. */
export function MoreMenu({ acts, label = 'More', small = false }: Props) {
  const look = buttonLook(small ? 'quiet' : 'plain');
  const face = (
    <>
      {small ? null : <span className="max-desk:hidden">{label}</span>}
      <Icon name="down" />
    </>
  );
  return (
    <OnPress
      button={(press) => (
        <button
          type="button"
          className={look}
          aria-label={label}
          title={label}
          aria-haspopup="menu"
          aria-expanded={false}
          onClick={press}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
            event.preventDefault();
            press();
          }}
        >
          {face}
        </button>
      )}
    >
      <OpenedMenu acts={acts} label={label} look={look}>
        {face}
      </OpenedMenu>
    </OnPress>
  );
}
