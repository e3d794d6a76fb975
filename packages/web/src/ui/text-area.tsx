import { useId, type TextareaHTMLAttributes } from 'react';

type Props = TextareaHTMLAttributes<HTMLTextAreaElement> & { label: string; hint?: string };

/** A labelled field for prose of a few lines. */
export function TextArea({ label, hint, rows = 3, ...rest }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        aria-describedby={hint === undefined ? undefined : `${id}n`}
        className="min-w-0 rounded-control border border-edge bg-panel px-2.5 py-1.5"
        {...rest}
      />
      {hint === undefined ? null : (
        <p id={`${id}n`} className="text-meta text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
