import { useSyncExternalStore } from 'react';

const dark = '(prefers-color-scheme: dark)';

/** Changes whenever the colours on the screen do: by the system, or by the choice in this browser. */
export const useColourScheme = (): string => useSyncExternalStore(subscribe, current, () => '');

const current = (): string =>
  document.documentElement.dataset['theme'] ?? (matchMedia(dark).matches ? 'system dark' : 'system light');

function subscribe(tell: () => void): () => void {
  const query = matchMedia(dark);
  query.addEventListener('change', tell);
  const marks = new MutationObserver(tell);
  marks.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    query.removeEventListener('change', tell);
    marks.disconnect();
  };
}

/** What tokens look like inside `element`: a canvas knows no custom properties, and a browser tells them only resolved. */
export function coloursIn(element: HTMLElement): (token: string) => string {
  const probe = element.ownerDocument.createElement('span');
  element.append(probe);
  const found = new Map<string, string>();
  probe.hidden = true;
  const style = getComputedStyle(probe);
  return (token) => {
    const known = found.get(token);
    if (known !== undefined) return known;
    if (!probe.isConnected) element.append(probe);
    probe.style.color = `var(--${token})`;
    const colour = style.color;
    found.set(token, colour);
    probe.remove();
    return colour;
  };
}

/** The token of a line by its place; all others together are grey. */
export const lineToken = (at: number, others = false): string => (others ? 'bar-soft' : `line-${(at % 5) + 1}`);
