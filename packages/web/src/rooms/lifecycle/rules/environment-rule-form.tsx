import type { EnvironmentRule } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { roleChoices, ruleWords } from '../model/environment-rule.ts';
import { useVerb } from '../use-verb.ts';

type Props = { environment: string; rule: EnvironmentRule; onDone: () => void };

/** How many sign off, of which role, and whether who made the release counts (four eyes). */
export function EnvironmentRuleForm({ environment, rule, onDone }: Props) {
  const [next, setNext] = useState(rule);
  const set = useVerb<EnvironmentRule>(onDone);
  const path = `/environments/${encodeURIComponent(environment)}/rule`;
  return (
    <form
      aria-label={`Rule of ${environment}`}
      className="flex max-w-xl flex-col gap-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ path, method: 'PUT', body: next });
      }}
    >
      <Field
        label="People who sign off"
        type="number"
        min={0}
        max={10}
        required
        value={next.people}
        onChange={(event) => setNext({ ...next, people: Number(event.target.value) })}
      />
      <Labelled label="Of the role">
        <Select
          plain
          label="Of the role"
          value={next.role ?? ''}
          choices={roleChoices}
          onChange={(role) => setNext({ ...next, role: role === '' ? null : (role as EnvironmentRule['role']) })}
        />
      </Labelled>
      <label className="flex min-h-11 items-center gap-2 desk:min-h-7">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={next.notAuthor}
          onChange={(event) => setNext({ ...next, notAuthor: event.target.checked })}
        />
        Four eyes: who made the release does not count
      </label>
      <p className="text-muted">{ruleWords(next)} It holds for deployments from now on, planned ones too.</p>
      <Refusal error={set.error} />
      <div className="flex gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={set.isPending}>
          Set rule
        </Button>
      </div>
    </form>
  );
}
