import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { pasted, type Variable } from './model/lanes.ts';

export type TextRow = Readonly<Record<string, string>>;
type Props = { variables: readonly Variable[]; rows: readonly TextRow[]; onChange: (rows: readonly TextRow[]) => void };
const most = 100;

/** Values of the variables, a case a row. A table copied from a sheet can be pasted into the first cell. */
export function RowsTable({ variables, rows, onChange }: Props) {
  if (variables.length === 0)
    return <p className="text-muted">These prompts have no variables: they are asked once.</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Rows">
        <table className="w-full border-collapse">
          <thead>
            <tr>
              <th className="w-8">
                <span className="sr-only">Row</span>
              </th>
              {variables.map(({ name, type, required }) => (
                <th key={name} scope="col" className="label min-w-36 px-1 pb-1 text-left">
                  <span className="mono text-ink">{name}</span> {type}
                  {required ? '' : ', optional'}
                </th>
              ))}
              <th className="w-8">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                <td className="num pr-2 text-muted">{at + 1}</td>
                {variables.map(({ name }) => (
                  <td key={name} className="p-0.5">
                    <input
                      aria-label={`${name} of row ${at + 1}`}
                      value={row[name] ?? ''}
                      onChange={(event) => onChange(rows.toSpliced(at, 1, { ...row, [name]: event.target.value }))}
                      onPaste={(event) => {
                        const table = pasted(event.clipboardData.getData('text/plain'), variables);
                        if (table === null) return;
                        event.preventDefault();
                        onChange([...rows.slice(0, at), ...table, ...rows.slice(at + 1)].slice(0, most));
                      }}
                      className="h-11 w-full min-w-0 rounded-control border border-edge bg-panel px-2 desk:h-7"
                    />
                  </td>
                ))}
                <td>
                  {rows.length === 1 ? null : (
                    <button
                      type="button"
                      aria-label={`Remove row ${at + 1}`}
                      onClick={() => onChange(rows.toSpliced(at, 1))}
                      className="grid size-11 place-items-center rounded-control text-muted hover:text-ink desk:size-7"
                    >
                      <Icon name="close" />
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < most ? (
        <Button className="self-start" onClick={() => onChange([...rows, {}])}>
          Add row
        </Button>
      ) : null}
    </div>
  );
}
