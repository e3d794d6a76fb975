import { exactFieldError, fieldError } from '../../../../app/field-errors.ts';
import { TextArea } from '../../../../ui/text-area.tsx';
import type { ReleaseDraft, Row } from '../../model/release-draft.ts';
import { PromptsSlot } from './prompts-slot.tsx';
import { RowInput } from './row-input.tsx';
import { type RowField, RowsSlot } from './rows-slot.tsx';
import { SlotPart } from './slot-part.tsx';
import { ToolsSlot } from './tools-slot.tsx';

type Props = { draft: ReleaseDraft; onDraft: (draft: ReleaseDraft) => void; error: unknown };
type Slot = 'mcpServers' | 'policies' | 'evaluators' | 'gates' | 'knowledge';

const name: RowField = { key: 'name', label: 'Name', wide: true };
const version: RowField = { key: 'version', label: 'Version' };
const value: RowField = { key: 'value', label: 'Value', wide: true };
const hash: RowField = { key: 'schemaHash', label: 'Schema hash' };
const plain: { slot: Slot; title: string; noun: string; fields: RowField[] }[] = [
  {
    ...{ slot: 'mcpServers', title: 'MCP servers', noun: 'MCP server' },
    fields: [name, { key: 'url', label: 'Address', wide: true }, version, hash],
  },
  { slot: 'policies', title: 'Policies', noun: 'policy', fields: [name, version] },
  { slot: 'evaluators', title: 'Evaluators', noun: 'evaluator', fields: [name, version] },
  {
    ...{ slot: 'gates', title: 'Gates', noun: 'gate' },
    fields: [name, { key: 'minimum', label: 'Least score' }],
  },
  {
    ...{ slot: 'knowledge', title: 'Knowledge', noun: 'source' },
    fields: [name, version, { key: 'digest', label: 'Digest' }],
  },
];

/** What an agent is made of, slot by slot. What the server says against it stands at the field that it is about. */
export function ManifestFields({ draft, onDraft, error }: Props) {
  const put = (over: Partial<ReleaseDraft>): void => onDraft({ ...draft, ...over });
  const at = (path: string): string | undefined => fieldError(error, `manifest.${path}`);
  const whole = (slot: string): string | undefined => exactFieldError(error, `manifest.${slot}`);
  const text = (of: 'model' | 'code', key: string, label: string) => (
    <RowInput
      label={label}
      placeholder={label}
      value={draft[of][key] ?? ''}
      error={at(`${of}.${key}`)}
      className="flex-1 basis-40"
      onText={(next) => put({ [of]: { ...draft[of], [key]: next } })}
    />
  );
  const records = (slot: 'parameters' | 'settings', path: string) => ({
    fields: [name, value],
    rows: draft[slot],
    onRows: (rows: Row[]) => put({ [slot]: rows }),
    errorAt: (of?: { row0: Row; key: string }) =>
      of === undefined ? whole(path) : of.key === 'value' ? at(`${path}.${of.row0['name'] ?? ''}`) : undefined,
  });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PromptsSlot
        rows={draft.prompts}
        onRows={(prompts) => put({ prompts })}
        errorAt={(path) => (path === undefined ? whole('prompts') : at(`prompts.${path}`))}
      />
      <SlotPart title="Model" error={whole('model')}>
        <div className="flex flex-wrap gap-2">
          {text('model', 'provider', 'Provider')}
          {text('model', 'name', 'Model')}
        </div>
      </SlotPart>
      <RowsSlot title="Parameters" noun="parameter" {...records('parameters', 'model.parameters')} />
      <ToolsSlot
        rows={draft.tools}
        onRows={(tools) => put({ tools })}
        errorAt={(path) => (path === undefined ? whole('tools') : at(`tools.${path}`))}
      />
      {plain.map(({ slot, title, noun, fields }) => (
        <RowsSlot
          key={slot}
          {...{ title, noun, fields }}
          rows={draft[slot]}
          onRows={(rows) => put({ [slot]: rows })}
          errorAt={(of) => (of === undefined ? whole(slot) : at(`${slot}.${of.row}.${of.key}`))}
        />
      ))}
      <SlotPart title="Code" error={whole('code')}>
        <div className="flex flex-wrap gap-2">
          {text('code', 'repository', 'Repository')}
          {text('code', 'commit', 'Commit')}
          {text('code', 'image', 'Image digest')}
        </div>
      </SlotPart>
      <RowsSlot
        title="Settings"
        about="The agent’s own; handed out and not read."
        noun="setting"
        {...records('settings', 'settings')}
      />
      <TextArea
        label="Notes"
        hint="Part of what is hashed; why it is made stands beside it."
        rows={2}
        maxLength={20_000}
        value={draft.notes}
        onChange={(event) => put({ notes: event.target.value })}
      />
    </div>
  );
}
