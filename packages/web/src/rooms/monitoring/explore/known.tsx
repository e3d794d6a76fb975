import { unknown } from '../../../format/number.ts';

/** A figure, or the dash of what nobody told. */
export function Known({ value, text, what }: { value: number | null; text: (n: number) => string; what: string }) {
  if (value !== null) return text(value);
  return (
    <span className="text-muted" title={`${what} unknown: the client did not report it`}>
      {unknown}
    </span>
  );
}
