import { useState } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextArea } from '../../../../ui/text-area.tsx';
import { canHash, schemaHash } from '../../model/schema-hash.ts';
import type { Row } from '../../model/release-draft.ts';
import { RowInput } from './row-input.tsx';
import { AddRow, RemoveRow, SlotPart } from './slot-part.tsx';

type ErrorAt = (path?: string) => string | undefined;
type Props = { rows: readonly Row[]; onRows: (rows: Row[]) => void; errorAt: ErrorAt };

const effects = [
  { value: '', label: 'Effect unknown' },
  { value: 'reads', label: 'Reads' },
  { value: 'reversible', label: 'Reversible' },
  { value: 'irreversible', label: 'Irreversible' },
];
const places = [
  { value: 'arguments', label: 'in arguments' },
  { value: 'result', label: 'in result' },
];

/** What the agent may call, and what each call does to the world: undeclared is unknown. */
export function ToolsSlot({ rows, onRows, errorAt }: Props) {
  return (
    <SlotPart
      title="Tools"
      about="Budgets, approvals and risk go by the effect."
      error={errorAt()}
      add={<AddRow of="tool" onAdd={() => onRows([...rows, {}])} />}
    >
      {rows.length === 0 ? null : (
        <ul className="flex flex-col gap-3" aria-label="Tools">
          {rows.map((row, at) => (
            <Tool
              key={at}
              row={row}
              number={at + 1}
              errorAt={(path) => errorAt(`${at}${path === undefined ? '' : `.${path}`}`)}
              onRow={(next) => onRows(rows.map((one, n) => (n === at ? next : one)))}
              onRemove={() => onRows(rows.filter((_, n) => n !== at))}
            />
          ))}
        </ul>
      )}
    </SlotPart>
  );
}

type ToolProps = { row: Row; number: number; errorAt: ErrorAt; onRow: (row: Row) => void; onRemove: () => void };

function Tool({ row, number, errorAt, onRow, onRemove }: ToolProps) {
  const name = row['name'] ? row['name'] : `tool ${number}`;
  const field = (key: string, label: string, path: string, className = 'flex-1 basis-28') => (
    <RowInput
      label={`${label} of ${name}`}
      placeholder={label}
      value={row[key] ?? ''}
      error={errorAt(path)}
      className={className}
      onText={(text) => onRow({ ...row, [key]: text })}
    />
  );
  const place = (key: string, label: string) => (
    <Select
      plain
      label={`${label} of ${name} stands`}
      value={row[key] ?? 'arguments'}
      choices={places}
      onChange={(value) => onRow({ ...row, [key]: value })}
    />
  );
  const acts = row['effect'] === 'reversible' || row['effect'] === 'irreversible';
  return (
    <li className="flex items-start gap-2">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap gap-2">
          {field('name', 'Name', 'name')}
          <Select
            plain
            label={`Effect of ${name}`}
            value={row['effect'] ?? ''}
            choices={effects}
            onChange={(effect) => onRow({ ...row, effect })}
          />
          {field('description', 'Description', 'description', 'flex-2 basis-48')}
        </div>
        <SchemaHash row={row} name={name} error={errorAt('schemaHash')} onRow={onRow} />
        {acts ? (
          <div className="flex flex-wrap items-start gap-2 border-l-2 border-line pl-2">
            {field('amountPath', 'Path of the amount', 'effect.amount.path')}
            {place('amountIn', 'The amount')}
            {field('currency', 'Currency', 'effect.amount.currency', 'basis-24')}
            {field('subjectPath', 'Path of the record', 'effect.subject.path')}
            {place('subjectIn', 'The record')}
            {field('undo', 'Tool that undoes it', 'effect.undo')}
          </div>
        ) : null}
      </div>
      <RemoveRow of={name} onRemove={onRemove} />
    </li>
  );
}

type HashProps = { row: Row; name: string; error: string | undefined; onRow: (row: Row) => void };

/** The hash of the schema of its arguments, typed or computed here from the schema. */
function SchemaHash({ row, name, error, onRow }: HashProps) {
  const [schema, setSchema] = useState<string | null>(null);
  const [bad, setBad] = useState(false);
  const compute = (text: string): void => {
    setSchema(text);
    schemaHash(text).then(
      (hash) => {
        setBad(false);
        onRow({ ...row, schemaHash: hash });
      },
      () => setBad(true),
    );
  };
  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <RowInput
          label={`Schema hash of ${name}`}
          placeholder="SHA-256 of the JSON Schema of its arguments"
          value={row['schemaHash'] ?? ''}
          error={error}
          mono
          className="flex-1 basis-64"
          onText={(text) => onRow({ ...row, schemaHash: text })}
        />
        {canHash() ? (
          <Button aria-expanded={schema !== null} onClick={() => setSchema(schema === null ? '' : null)}>
            From schema
          </Button>
        ) : null}
      </div>
      {schema === null ? null : (
        <TextArea
          label={`JSON Schema of the arguments of ${name}`}
          hint={bad ? 'This is no JSON object yet.' : 'Only its hash is kept.'}
          rows={4}
          spellCheck={false}
          className="mono min-w-0 rounded-control border border-edge bg-panel px-2.5 py-1.5 leading-5"
          value={schema}
          onChange={(event) => compute(event.target.value)}
        />
      )}
    </>
  );
}
