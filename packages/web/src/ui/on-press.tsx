import { startTransition, Suspense, useState, type ReactNode } from 'react';

type Props = { button: (press: () => void) => ReactNode; children: ReactNode };

/**
 * Loads what stands behind a button with its first press. `children` is a lazy part that draws the same button, open;
 * the plain one stays, with the focus, until the part is here, so nothing moves and nothing blinks.
 */
export function OnPress({ button, children }: Props) {
  const [pressed, setPressed] = useState(false);
  return <Suspense>{pressed ? children : button(() => startTransition(() => setPressed(true)))}</Suspense>;
}
