import type { Issue } from 'signalbox/contract/prompts';
import { CodeArea } from '../../../ui/code-area.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Editing } from '../model/editing.ts';
import { marksAt } from '../model/issues.ts';

type Props = { editing: Editing; issues: readonly Issue[]; onChange: ((change: Partial<Editing>) => void) | null };

const areas = [
  ['parameters', 'settings.parameters', 'Parameters, as JSON', '{ "temperature": 0.2 }'],
  ['tools', 'settings.tools', 'Tools, as JSON', '[{ "name": "lookup_order", "inputSchema": { "type": "object" } }]'],
] as const;

/** For which models it was written, how they are called, and which tools they may ask for. */
export function SettingsEditor({ editing, issues, onChange }: Props) {
  const field = (name: 'models' | 'toolChoice') => ({
    value: editing[name],
    readOnly: onChange === null,
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => onChange?.({ [name]: event.target.value }),
  });
  return (
    <div className="flex flex-col gap-3">
      <Field label="Models" {...field('models')} maxLength={2000} hint="Best first, separated by commas" />
      {areas.map(([name, path, label, placeholder]) => (
        <CodeArea
          key={name}
          label={label}
          value={editing[name]}
          rows={2}
          placeholder={placeholder}
          marks={marksAt(issues, path)}
          {...(onChange === null ? {} : { onChange: (text: string) => onChange({ [name]: text }) })}
        />
      ))}
      <Field
        label="Tool choice"
        {...field('toolChoice')}
        maxLength={200}
        hint="auto, none, required, or the name of a tool; empty: as the model does"
      />
    </div>
  );
}

/** What the answer must look like, if it must. */
export function OutputEditor({ editing, issues, onChange }: Props) {
  return (
    <CodeArea
      label="Output schema, as JSON Schema"
      value={editing.outputSchema}
      rows={3}
      placeholder='{ "type": "object", "properties": { "answer": { "type": "string" } } }'
      marks={marksAt(issues, 'outputSchema')}
      {...(onChange === null ? {} : { onChange: (outputSchema: string) => onChange({ outputSchema }) })}
    />
  );
}
