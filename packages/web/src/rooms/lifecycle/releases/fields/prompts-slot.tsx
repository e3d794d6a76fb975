import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../../../../ui/confirm-verb.tsx';
import { SafeLine } from '../../../../ui/safe-text.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Suggest } from '../../../../ui/suggest.tsx';
import { promptQuery, promptsQuery } from '../../../prompts/queries.ts';
import { pickedPrompt, versionPicked } from './prompt-rows.ts';
import type { Row } from '../../model/release-draft.ts';
import { RowInput } from './row-input.tsx';
import { RemoveRow, SlotPart } from './slot-part.tsx';

type ErrorAt = (path?: string) => string | undefined;
type Props = { rows: readonly Row[]; onRows: (rows: Row[]) => void; errorAt: ErrorAt };

/** Prompts from the list, each at a version; what its digest is and what its text leads to follows from that. */
export function PromptsSlot({ rows, onRows, errorAt }: Props) {
  return (
    <SlotPart
      title="Prompts"
      about="At a version; one that follows a label gets a new release when that moves."
      error={errorAt()}
      add={<PickPrompt onPick={(row) => onRows([...rows, row])} taken={rows} />}
    >
      {rows.length === 0 ? null : (
        <ul className="flex flex-col gap-2" aria-label="Prompts">
          {rows.map((row, at) => (
            <PromptRow
              key={at}
              row={row}
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

function PickPrompt({ onPick, taken }: { onPick: (row: Row) => void; taken: readonly Row[] }) {
  const client = useQueryClient();
  const list = useInfiniteQuery(promptsQuery(undefined, {}));
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const found = (list.data?.pages ?? []).flatMap((page) => page.items).filter((one) => one.latest !== null);
  const pick = (name: string): void => {
    if (name === '') return;
    client.fetchQuery(promptQuery(name)).then(
      (prompt) => {
        setError(null);
        setTries((n) => n + 1);
        onPick(pickedPrompt(prompt, taken));
      },
      (cause: unknown) => setError(cause),
    );
  };
  return (
    <span className="flex min-w-0 flex-wrap">
      <Suggest
        key={tries}
        id="add-prompt"
        label="Add prompt"
        value=""
        suggestions={found.map((one) => one.name)}
        onCommit={pick}
      />
      <Refusal error={error} />
    </span>
  );
}

type RowProps = { row: Row; errorAt: ErrorAt; onRow: (row: Row) => void; onRemove: () => void };

function PromptRow({ row, errorAt, onRow, onRemove }: RowProps) {
  const name = row['prompt'] ?? '';
  const prompt = useQuery({ ...promptQuery(name), enabled: name !== '', retry: false }).data;
  const versions = prompt?.name === name || prompt?.id === name ? prompt.versions : [];
  const now = row['version'] ?? '';
  const error = errorAt('prompt') ?? errorAt('version') ?? errorAt('digest') ?? errorAt('label');
  return (
    <li className="flex items-start gap-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
        <RowInput
          label={`Slot of ${name}`}
          placeholder="Slot"
          title="What the agent asks for it by"
          value={row['slot'] ?? ''}
          error={errorAt('slot')}
          className="flex-1 basis-24"
          onText={(slot) => onRow({ ...row, slot })}
        />
        <span className="flex min-h-11 min-w-0 flex-2 basis-40 items-center [overflow-wrap:anywhere] desk:min-h-7">
          <SafeLine text={name} max={200} />
        </span>
        <Select
          plain
          label={`Version of ${name}`}
          value={now}
          choices={versions.map((one) => ({ value: String(one.number), label: `Version ${one.number}` }))}
          onChange={(value) => onRow(versionPicked(row, versions, Number(value)))}
        />
        <Select
          plain
          label={`Label that ${name} follows`}
          value={row['label'] ?? ''}
          choices={[
            { value: '', label: 'Follows no label' },
            ...(prompt?.labels ?? []).map((one) => ({ value: one.label, label: `Follows ${one.label}` })),
          ]}
          onChange={(label) => {
            const stands = prompt?.labels.find((one) => one.label === label)?.number;
            onRow({ ...(stands === undefined ? row : versionPicked(row, versions, stands)), label });
          }}
        />
        {error === undefined ? null : (
          <span role="alert" className="basis-full text-meta text-danger">
            {error}
          </span>
        )}
      </div>
      <RemoveRow of={name} onRemove={onRemove} />
    </li>
  );
}
