import { lazy, startTransition, Suspense, useRef, useState, type KeyboardEvent } from 'react';

const SuggestingInput = lazy(async () => ({ default: (await import('./suggesting-input.tsx')).SuggestingInput }));

type Props = {
  id: string;
  label: string;
  value: string;
  suggestions: readonly string[];
  onCommit: (value: string) => void;
};

/**
 * A text field with suggestions. Enter, a choice or leaving the field commits; an empty text takes the filter away.
 * The suggestions are loaded when the field is first entered; what is typed until then, and the caret, are kept.
 */
export function Suggest({ id, label, value, suggestions, onCommit }: Props) {
  // What is typed belongs to the committed value it was typed over: a change from outside wins.
  const [draft, setDraft] = useState({ over: value, text: value });
  const [entered, setEntered] = useState(false);
  const caret = useRef<readonly [number, number] | null>(null);
  const text = draft.over === value ? draft.text : value;
  const commit = (next: string): void => {
    if (next.trim() !== value) onCommit(next.trim());
  };
  const enter = (): void => startTransition(() => setEntered(true));
  const field = {
    id,
    'aria-label': label,
    placeholder: label,
    maxLength: 400,
    onBlur: () => commit(text),
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.key === 'Enter') commit(event.currentTarget.value);
    },
    className: `h-11 min-w-24 flex-1 rounded-control border bg-panel px-2 desk:h-7 desk:w-44 desk:flex-none ${value === '' ? 'border-edge' : 'border-accent'}`,
  };
  return (
    <Suspense>
      {entered ? (
        <SuggestingInput
          field={field}
          text={{ now: text, typed: text !== value }}
          suggestions={suggestions}
          caret={caret}
          onText={(next, chosen) => {
            setDraft({ over: value, text: next });
            if (chosen) commit(next);
          }}
        />
      ) : (
        <input
          {...field}
          // Read as the field goes: events of the selection come later than the next key.
          ref={(at) => () => {
            caret.current = at && document.activeElement === at ? [at.selectionStart!, at.selectionEnd!] : null;
          }}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={false}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setDraft({ over: value, text: event.target.value })}
          onFocus={enter}
          // A word that is being composed would be lost with the field it is composed in.
          onCompositionStart={() => setEntered(false)}
          onCompositionEnd={enter}
        />
      )}
    </Suspense>
  );
}
