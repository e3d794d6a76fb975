import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AgentRecord } from 'signalbox/contract/lifecycle';
import { type ReactNode, useState } from 'react';
import { replace } from '../../../app/api.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { formOf, type ProfileForm, profileOf, riskParts } from '../model/profile-form.ts';

const levels = [
  { value: '', label: 'Not known' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];
const names = {
  tools: 'Tools',
  mcpServers: 'MCP servers',
  calls: 'Agents it calls',
  dataSources: 'Data sources',
  tags: 'Tags',
} as const;

/** The whole of what is said about an agent; refused where somebody else has said something since. */
export function DescribeDialog({ record, onClose }: { record: AgentRecord; onClose: () => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState(() => formOf(record.profile));
  const save = useMutation({
    mutationFn: () =>
      replace<AgentRecord>(`/agents/${record.agentId}/profile`, { profile: profileOf(form) }, record.version),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agents'] });
      onClose();
    },
  });
  const of = (key: keyof ProfileForm) => ({
    value: form[key],
    onChange: ({ target: { value } }: { target: { value: string } }) =>
      setForm((before) => ({ ...before, [key]: value })),
  });
  return (
    <ConfirmVerb
      title={`Describe ${record.name}`}
      verb="Save"
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3 text-ink">
        <TextArea label="Purpose" maxLength={2000} {...of('purpose')} />
        <Field label="On call" hint="An address, a number, a channel" maxLength={2000} {...of('onCall')} />
        <Field label="Runbook" hint="https://…" maxLength={2000} {...of('runbook')} />
        <Group title="Risk">
          {Object.entries(riskParts).map(([part, label]) => (
            <Labelled key={part} label={label}>
              <Select
                label={label}
                value={form[part as keyof typeof riskParts]}
                choices={levels}
                onChange={(level) => setForm((before) => ({ ...before, [part]: level }))}
              />
            </Labelled>
          ))}
        </Group>
        <Group title="Objectives">
          <div className="grid grid-cols-3 gap-2">
            <Field label="Completed, %" inputMode="decimal" {...of('completion')} />
            <Field label="p95, s" inputMode="decimal" {...of('latency')} />
            <Field label="USD each" inputMode="decimal" {...of('cost')} />
          </div>
        </Group>
        <Group title="Parts, with commas between">
          {Object.entries(names).map(([key, label]) => (
            <Field key={key} label={label} {...of(key as keyof typeof names)} />
          ))}
        </Group>
        <Field label="Budget" hint="What it is called elsewhere" maxLength={200} {...of('budget')} />
      </div>
    </ConfirmVerb>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="label pb-1">{title}</legend>
      {children}
    </fieldset>
  );
}
