import { useState } from 'react';
import { usePhone } from '../../../ui/measure.ts';

/** Words of what was said; Enter searches, an empty field takes the search away. `/` leads here. */
export function SearchBox({ value, onCommit }: { value: string; onCommit: (value: string) => void }) {
  const phone = usePhone();
  // What is typed belongs to the committed value it was typed over: a change from outside wins.
  const [draft, setDraft] = useState({ over: value, text: value });
  const text = draft.over === value ? draft.text : value;
  const commit = (next: string): void => {
    if (next.trim() !== value && next.trim().length !== 1) onCommit(next.trim());
  };
  return (
    <input
      id="filter"
      type="search"
      aria-label="Search in messages"
      placeholder={phone ? 'Search' : 'Search in messages'}
      maxLength={200}
      value={text}
      onChange={(event) => {
        setDraft({ over: value, text: event.target.value });
        if (event.target.value === '') commit('');
      }}
      onBlur={() => commit(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(event.currentTarget.value);
      }}
      className={`h-11 min-w-24 flex-1 rounded-control border bg-panel px-2 desk:h-7 desk:w-56 desk:flex-none ${value === '' ? 'border-edge' : 'border-accent'}`}
    />
  );
}
