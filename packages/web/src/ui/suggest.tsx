import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { SafeLine } from './safe-text.tsx';

type Props = {
  id: string;
  label: string;
  value: string;
  suggestions: readonly string[];
  onCommit: (value: string) => void;
};

/** A text field with suggestions. Enter, a choice or leaving the field commits; an empty text takes the filter away. */
export function Suggest({ id, label, value, suggestions, onCommit }: Props) {
  // What is typed belongs to the committed value it was typed over: a change from outside wins.
  const [draft, setDraft] = useState({ over: value, text: value });
  const text = draft.over === value ? draft.text : value;
  const commit = (next: string): void => {
    if (next.trim() !== value) onCommit(next.trim());
  };
  return (
    <Autocomplete.Root
      items={suggestions}
      value={text}
      onValueChange={(next, details) => {
        setDraft({ over: value, text: next });
        if (details.reason === 'item-press') commit(next);
      }}
    >
      <Autocomplete.Input
        id={id}
        aria-label={label}
        placeholder={label}
        maxLength={400}
        onBlur={() => commit(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value);
        }}
        className={`h-11 min-w-24 flex-1 rounded-control border bg-panel px-2 desk:h-7 desk:w-44 desk:flex-none ${value === '' ? 'border-edge' : 'border-accent'}`}
      />
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
