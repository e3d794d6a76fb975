import type { Row } from '../../model/release-draft.ts';
import { RowInput } from './row-input.tsx';
import { AddRow, RemoveRow, SlotPart } from './slot-part.tsx';

export type RowField = { key: string; label: string; wide?: boolean };
type Props = {
  title: string;
  about?: string;
  noun: string;
  fields: readonly RowField[];
  rows: readonly Row[];
  onRows: (rows: Row[]) => void;
  /** What is wrong with the slot (no arguments), or with a field of a line. */
  errorAt: (at?: { row: number; row0: Row; key: string }) => string | undefined;
};

/** A slot that is a list of lines with a few plain fields each. */
export function RowsSlot({ title, about, noun, fields, rows, onRows, errorAt }: Props) {
  const put = (at: number, row: Row): void => onRows(rows.map((one, n) => (n === at ? row : one)));
  return (
    <SlotPart
      title={title}
      {...(about === undefined ? {} : { about })}
      error={errorAt()}
      add={<AddRow of={noun} onAdd={() => onRows([...rows, {}])} />}
    >
      {rows.length === 0 ? null : (
        <ul className="flex flex-col gap-2" aria-label={title}>
          {rows.map((row, at) => (
            <li key={at} className="flex items-start gap-2">
              <span className="flex min-w-0 flex-1 flex-wrap gap-2">
                {fields.map(({ key, label, wide = false }) => (
                  <RowInput
                    key={key}
                    label={`${label} of ${noun} ${at + 1}`}
                    placeholder={label}
                    value={row[key] ?? ''}
                    error={errorAt({ row: at, row0: row, key })}
                    className={wide ? 'flex-2 basis-48' : 'flex-1 basis-28'}
                    onText={(text) => put(at, { ...row, [key]: text })}
                  />
                ))}
              </span>
              <RemoveRow
                of={row['name'] ? row['name'] : `${noun} ${at + 1}`}
                onRemove={() => onRows(rows.filter((_, n) => n !== at))}
              />
            </li>
          ))}
        </ul>
      )}
    </SlotPart>
  );
}
