import { useId, type InputHTMLAttributes } from 'react';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  label: string;
  value: string;
  error: string | undefined;
  onText: (text: string) => void;
  mono?: boolean;
};

/** A field of a line: named for readers and by its placeholder, with what is wrong with it under it. */
export function RowInput({ label, value, error, onText, mono = false, className = '', ...input }: Props) {
  const id = useId();
  return (
    <span className={`flex min-w-0 flex-col ${className}`}>
      <input
        aria-label={label}
        title={label}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : id}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onText(event.target.value)}
        className={`h-11 min-w-0 rounded-control border bg-panel px-2 desk:h-7 ${mono ? 'mono' : ''} ${error === undefined ? 'border-edge' : 'border-danger'}`}
        {...input}
      />
      {error === undefined ? null : (
        <span id={id} className="text-meta text-danger [overflow-wrap:anywhere]">
          {error}
        </span>
      )}
    </span>
  );
}
