import { Autocomplete } from '@base-ui/react/autocomplete';
import { useLayoutEffect, useRef, type ComponentProps, type RefObject } from 'react';
import { SafeLine } from './safe-text.tsx';

type Props = {
  /** As of the plain field this one takes the place of. */
  field: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref'>;
  text: { now: string; typed: boolean };
  suggestions: readonly string[];
  /** Where the plain field's caret stood; null if it had lost the focus. */
  caret: RefObject<readonly [number, number] | null>;
  onText: (text: string, chosen: boolean) => void;
};

/** The field of `Suggest` from its first focus on. */
export function SuggestingInput({ field, text, suggestions, caret, onText }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    const at = caret.current;
    input.current!.focus();
    input.current!.setSelectionRange(...at);
  }, [caret]);
  return (
    <Autocomplete.Root
      items={suggestions}
      value={text.now}
      defaultOpen={text.typed}
      onValueChange={(next, details) => onText(next, details.reason === 'item-press')}
    >
      <Autocomplete.Input {...field} ref={input} />
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} className="z-30">
          <Autocomplete.Popup className="max-h-80 w-72 overflow-y-auto rounded-overlay border border-line bg-panel p-1 shadow-overlay data-empty:hidden">
            <Autocomplete.List>
              {(item: string) => (
                <Autocomplete.Item
                  key={item}
                  value={item}
                  className="flex min-h-11 cursor-pointer items-center truncate rounded-control px-2 data-highlighted:bg-select desk:min-h-7"
                >
                  <SafeLine text={item} max={200} />
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
