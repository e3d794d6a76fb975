import type { Issue } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/code-area.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Editing } from '../model/editing.ts';
import { marksAt, undeclared } from '../model/issues.ts';
import { rowsOfSchema, schemaOfRows, type VariableRow, variableTypes } from '../model/variables.ts';

type Props = { editing: Editing; issues: readonly Issue[]; onChange: ((change: Partial<Editing>) => void) | null };

const written = (rows: readonly VariableRow[]): string => JSON.stringify(schemaOfRows(rows), null, 2);

/** Variables with their types: as rows, or as JSON Schema where rows cannot say it. */
export function VariablesEditor({ editing, issues, onChange }: Props) {
  const { variables: rows, variablesText } = editing;
  if (rows === null)
    return (
      <div className="flex flex-col gap-2">
        <CodeArea
          label="Variables, as JSON Schema"
          value={variablesText}
          rows={4}
          marks={marksAt(issues, 'variables')}
          {...(onChange === null ? {} : { onChange: (text: string) => onChange({ variablesText: text }) })}
        />
        {onChange === null ? null : <AsRows text={variablesText} onRows={(next) => onChange({ variables: next })} />}
      </div>
    );
  const set = (next: readonly VariableRow[]): void => onChange?.({ variables: next });
  const missing = undeclared(issues);
  const empty: VariableRow = { name: '', type: 'string', required: true, description: '' };
  return (
    <div className="flex flex-col gap-2">
      {rows.length === 0 ? <p className="text-muted">None. Write {'{{ name }}'} in the text to use one.</p> : null}
      <ul aria-label="Variables" className="flex flex-col gap-2">
        {rows.map((row, at) => (
          <Row
            key={at}
            row={row}
            onChange={onChange && ((next) => set(rows.toSpliced(at, 1, next)))}
            onRemove={() => set(rows.toSpliced(at, 1))}
          />
        ))}
      </ul>
      {onChange === null ? null : (
        <div className="flex flex-wrap gap-2">
          {missing.length === 0 ? null : (
            <Button onClick={() => set([...rows, ...missing.map((name) => ({ ...empty, name }))])}>
              Declare {missing.join(', ')}
            </Button>
          )}
          <Button onClick={() => set([...rows, empty])}>Add variable</Button>
          <Button tone="quiet" onClick={() => onChange({ variables: null, variablesText: written(rows) })}>
            Write as JSON Schema
          </Button>
        </div>
      )}
    </div>
  );
}

function AsRows({ text, onRows }: { text: string; onRows: (rows: VariableRow[]) => void }) {
  let rows: VariableRow[] | null = null;
  try {
    rows = rowsOfSchema(JSON.parse(text) as Parameters<typeof rowsOfSchema>[0]);
  } catch {
    // Not JSON yet.
  }
  if (rows === null) return <p className="text-meta text-muted">It says more than rows can.</p>;
  return (
    <Button tone="quiet" className="self-start" onClick={() => onRows(rows)}>
      Show as rows
    </Button>
  );
}

type RowProps = { row: VariableRow; onChange: ((row: VariableRow) => void) | null; onRemove: () => void };
const input = 'h-11 min-w-0 rounded-control border border-edge bg-panel px-2 desk:h-7';

function Row({ row, onChange, onRemove }: RowProps) {
  const name = row.name === '' ? 'new variable' : row.name;
  if (onChange === null)
    return (
      <li className="flex flex-wrap gap-x-2">
        <span className="mono">{row.name}</span>
        <span className="text-muted">
          {row.type}
          {row.required ? '' : ', optional'}
          {row.description === '' ? '' : `: ${row.description}`}
        </span>
      </li>
    );
  return (
    <li className="flex flex-wrap items-center gap-2">
      <input
        aria-label="Name of variable"
        value={row.name}
        maxLength={100}
        placeholder="name"
        autoComplete="off"
        onChange={(event) => onChange({ ...row, name: event.target.value })}
        className={`${input} mono w-36`}
      />
      <Select
        plain
        label={`Type of ${name}`}
        value={row.type}
        choices={variableTypes.map((value) => ({ value, label: value }))}
        onChange={(type) => onChange({ ...row, type: type as VariableRow['type'] })}
      />
      <label className="inline-flex min-h-11 items-center gap-1.5 desk:min-h-7">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={row.required}
          onChange={(event) => onChange({ ...row, required: event.target.checked })}
        />
        required
      </label>
      <input
        aria-label={`What ${name} is`}
        value={row.description}
        maxLength={400}
        placeholder="What it is"
        onChange={(event) => onChange({ ...row, description: event.target.value })}
        className={`${input} min-w-32 flex-1`}
      />
      <button
        type="button"
        aria-label={`Remove ${name}`}
        onClick={onRemove}
        className="grid size-11 place-items-center rounded-control text-muted hover:text-ink desk:size-7"
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
