import { useEffect, useState } from 'react';
import { shortRunId } from '../format/id.ts';
import { neutralLine } from '../format/neutralise.ts';
import { Icon } from './icons.tsx';
import { SafeLine } from './safe-text.tsx';

/** Copies text and says so for two seconds. Without clipboard rights it says what to do instead. */
export function useCopy(): [state: 'idle' | 'copied' | 'refused', copy: (text: string) => void] {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (text: string): void => {
    // Not there at all on plain http from another machine.
    if (!navigator.clipboard) return setState('refused');
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return [state, copy];
}

export const copyWords = { idle: 'Copy', copied: 'Copied', refused: 'Select and copy by hand' };

/** An id (a client may have chosen it), shortened in the middle, whole on hover, copied by a click. */
export function CopyId({ id, label }: { id: string; label: string }) {
  const [state, copy] = useCopy();
  return (
    <button
      type="button"
      title={`${label} ${neutralLine(id)}`}
      aria-label={`${state === 'idle' ? neutralLine(shortRunId(id)) : copyWords[state]}, copy ${label}`}
      onClick={() => copy(id)}
      className="mono inline-flex min-h-11 max-w-56 items-center gap-1 rounded-control text-muted hover:text-ink desk:min-h-6"
    >
      <span className="truncate">{state === 'idle' ? <SafeLine text={shortRunId(id)} /> : copyWords[state]}</span>
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
    </button>
  );
}

/** A block of text to paste elsewhere, with its button. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  const [state, copy] = useCopy();
  return (
    <div className="w-full rounded-control border border-line bg-sunk desk:flex desk:items-start">
      <pre className="mono min-w-0 flex-1 overflow-x-auto p-3 leading-5 text-ink" tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <button
        type="button"
        onClick={() => copy(text)}
        className="mx-3 mb-3 inline-flex h-11 shrink-0 items-center gap-1 rounded-control border border-line bg-panel px-2 text-meta desk:m-1.5 desk:h-7"
      >
        <Icon name={state === 'copied' ? 'check' : 'copy'} />
        {copyWords[state]}
      </button>
    </div>
  );
}
