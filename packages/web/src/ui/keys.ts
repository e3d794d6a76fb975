import { useEffect, useEffectEvent } from 'react';

export type KeyMap = Record<string, (() => void) | undefined>;

/** Controls that use these keys themselves. */
const ownKeys =
  'input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=menu]';
const pressable = 'button, a, summary, [type=checkbox], [role=tab], [role=menuitem], [role=option]';

/**
 * Binds keys of the page ("j", "Enter", " ", "ArrowDown", "?"). Silent while a person types, while an overlay is open, and for
 * Enter and space on something that can be pressed. The newest binding of a key wins.
 */
export function useKeys(map: KeyMap): void {
  const find = useEffectEvent((key: string) => map[key]);
  useEffect(() => {
    const entry = (key: string): (() => void) | undefined => find(key);
    stack.push(entry);
    if (stack.length === 1) document.addEventListener('keydown', onKey);
    return () => {
      stack.splice(stack.indexOf(entry), 1);
      if (stack.length === 0) document.removeEventListener('keydown', onKey);
    };
  }, []);
}

const stack: ((key: string) => (() => void) | undefined)[] = [];

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target instanceof Element ? event.target : null;
  // A closed select takes letters to choose by, but not these.
  const fromSelect = target?.matches('button[role=combobox]') === true && '/?'.includes(event.key);
  if (!fromSelect && target?.closest(ownKeys)) {
    if (event.key === 'Escape' && target instanceof HTMLElement) target.blur();
    return;
  }
  if (document.querySelector('[role=dialog][data-open], [role=listbox][data-open], [role=menu][data-open]')) return;
  if ((event.key === 'Enter' || event.key === ' ') && target?.closest(pressable)) return;
  if (event.key.startsWith('Arrow') && target?.closest('[role=tablist]')) return;
  for (const entry of stack.toReversed()) {
    const act = entry(event.key);
    if (!act) continue;
    event.preventDefault();
    act();
    return;
  }
}
