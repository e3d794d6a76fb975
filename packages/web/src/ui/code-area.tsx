import { useId, type ReactNode } from 'react';

/** What is said of a line, from 1. */
export type LineMark = { line: number; severity: 'error' | 'warning'; sentence: string };
type Props = {
  label: string;
  value: string;
  /** Left out = only to be read. */
  onChange?: (value: string) => void;
  marks?: readonly LineMark[];
  placeholder?: string;
  /** Lines that it is high before there is text. */
  rows?: number;
  /** Stands in the head, at its end. */
  end?: ReactNode;
};

const shared =
  'mono col-start-1 row-start-1 m-0 min-w-0 whitespace-pre-wrap py-2 pr-3 leading-5 [overflow-wrap:anywhere] [tab-size:2]';

/**
 * Text with numbered lines that grows with what stands in it. A copy of the text below the field, which nobody sees or hears,
 * gives the height and carries numbers and marks: both wrap alike, so a number stands at its line.
 */
export function CodeArea({ label, value, onChange, marks = [], placeholder, rows = 1, end }: Props) {
  const id = useId();
  const byLine = new Map<number, LineMark>();
  // The first is the worst: errors come before warnings.
  for (const mark of marks) if (!byLine.has(mark.line)) byLine.set(mark.line, mark);
  return (
    <div className="min-w-0 rounded-control border border-edge bg-panel focus-within:border-accent">
      <div className="flex min-h-8 items-center gap-2 border-b border-line bg-sunk px-2">
        <label htmlFor={id} className="min-w-0 flex-1 truncate font-medium">
          {label}
        </label>
        {end}
      </div>
      <div className="grid">
        <div aria-hidden className={`${shared} pointer-events-none select-none text-transparent`}>
          {value.split('\n').map((line, at) => (
            <Line key={at} number={at + 1} mark={byLine.get(at + 1)} text={line} />
          ))}
        </div>
        <textarea
          id={id}
          value={value}
          rows={rows}
          readOnly={onChange === undefined}
          onChange={onChange && ((event) => onChange(event.target.value))}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={marks.some((one) => one.severity === 'error')}
          aria-describedby={marks.length === 0 ? undefined : `${id}m`}
          className={`${shared} resize-none overflow-hidden bg-transparent pl-11 outline-none`}
        />
      </div>
      {marks.length === 0 ? null : (
        <ul id={`${id}m`} className="border-t border-line px-2 py-1">
          {marks.map((mark, at) => (
            <li key={at} className="flex gap-2 py-0.5">
              <span className={`shrink-0 tabular-nums ${mark.severity === 'error' ? 'text-danger' : 'text-caution'}`}>
                {mark.severity === 'error' ? '✕' : '!'} {mark.line}
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{mark.sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const tints = {
  error: 'bg-[color-mix(in_srgb,var(--danger)_14%,transparent)] shadow-[inset_2px_0_0_var(--danger)]',
  warning: 'bg-[color-mix(in_srgb,var(--caution)_12%,transparent)] shadow-[inset_2px_0_0_var(--caution)]',
};

function Line({ number, mark, text }: { number: number; mark: LineMark | undefined; text: string }) {
  return (
    <div className={`relative -mr-3 pl-11 pr-3 ${mark ? tints[mark.severity] : ''}`}>
      <span className="absolute left-0 top-0 w-8 text-right text-muted tabular-nums">{number}</span>
      {text === '' ? '\u200b' : text}
    </div>
  );
}
