import { useQuery } from '@tanstack/react-query';
import type { ModelProvider } from 'signalbox/contract/access/providers';
import type { Prompt } from 'signalbox/contract/prompts';
import { useId } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { promptQuery } from '../queries.ts';
import type { LaneDraft } from './model/lanes.ts';

type Props = {
  at: number;
  lane: LaneDraft;
  /** null = the prompt is given. */
  prompts: readonly Pick<Prompt, 'id' | 'name'>[] | null;
  providers: readonly ModelProvider[];
  onChange: (lane: LaneDraft) => void;
  onRemove: (() => void) | null;
};

/** Which version is asked of which model, and how. */
export function LaneCard({ at, lane, prompts, providers, onChange, onRemove }: Props) {
  const id = useId();
  const prompt = useQuery({ ...promptQuery(lane.promptId), enabled: lane.promptId !== '' });
  const provider = providers.find((one) => one.id === lane.providerId);
  const set = (some: Partial<LaneDraft>): void => onChange({ ...lane, ...some });
  const versions = [
    { value: 'latest', label: 'Newest version' },
    ...(prompt.data?.draft ? [{ value: 'draft', label: 'My draft' }] : []),
    ...(prompt.data?.versions ?? []).map((one) => ({ value: String(one.number), label: `Version ${one.number}` })),
  ];
  return (
    <section
      aria-label={`Lane ${at + 1}`}
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line p-3"
    >
      <div className="flex items-center gap-2">
        <h2 className="flex-1 font-semibold">Lane {at + 1}</h2>
        {onRemove === null ? null : (
          <Button tone="quiet" aria-label={`Remove lane ${at + 1}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {prompts === null ? null : (
          <Select
            plain
            label={`Prompt of lane ${at + 1}`}
            value={lane.promptId}
            choices={[
              { value: '', label: 'Choose a prompt' },
              ...prompts.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(promptId) => set({ promptId, at: 'latest' })}
          />
        )}
        <Select
          plain
          label={`Version of lane ${at + 1}`}
          value={lane.at}
          choices={versions}
          onChange={(next) => set({ at: next })}
        />
        <Select
          plain
          label={`Provider of lane ${at + 1}`}
          value={lane.providerId}
          choices={providers.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(providerId) =>
            set({ providerId, model: providers.find((one) => one.id === providerId)?.models[0] ?? '' })
          }
        />
      </div>
      <Field
        label="Model"
        value={lane.model}
        list={id}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => set({ model: event.target.value })}
      />
      <datalist id={id}>
        {(provider?.models ?? []).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <TextArea
        label="A person says"
        rows={2}
        value={lane.userMessage}
        onChange={(event) => set({ userMessage: event.target.value })}
        hint="After the prompt; may use its variables. Empty: nothing"
      />
      <Field
        label="Parameters, as JSON"
        value={lane.parameters}
        placeholder='{ "temperature": 0.2 }'
        autoComplete="off"
        onChange={(event) => set({ parameters: event.target.value })}
        hint="Empty: those of the prompt"
      />
    </section>
  );
}
