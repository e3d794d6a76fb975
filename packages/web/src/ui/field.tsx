import { useId, type InputHTMLAttributes } from 'react';

type Props = InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string | undefined; hint?: string };

/** A labelled text field; its error is read with it. */
export function Field({ label, error, hint, ...input }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}n`}
        className={`h-11 rounded-control border bg-panel px-2.5 desk:h-9 ${error === undefined ? 'border-edge' : 'border-danger'}`}
        {...input}
      />
      {note === undefined ? null : (
        <p id={`${id}n`} className={`text-meta ${error === undefined ? 'text-muted' : 'text-danger'}`}>
          {note}
        </p>
      )}
    </div>
  );
}
