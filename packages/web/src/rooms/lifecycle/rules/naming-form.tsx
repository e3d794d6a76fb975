import { useQuery } from '@tanstack/react-query';
import type { NamingState } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { beyondFields, fieldError } from '../../../app/field-errors.ts';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { useSettled } from '../../../ui/settled.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { namingQuery } from '../fleet-queries.ts';
import { useVerb } from '../use-verb.ts';
import { Offenders } from './offenders.tsx';

/** What agents may be called; which break a rule is told before it is set. */
export function NamingForm() {
  const state = useQuery(namingQuery());
  const may = mayIn(useQuery(meQuery).data, 'agent.rule', null);
  if (state.data === undefined)
    return state.error ? (
      <ErrorState error={state.error} onRetry={() => void state.refetch()} />
    ) : (
      <Skeleton rows={3} label="Loading the naming rule" />
    );
  if (!may) return <Told state={state.data} />;
  return <Form key={JSON.stringify(state.data.rule)} state={state.data} />;
}

function Told({ state: { rule, offenders, more } }: { state: NamingState }) {
  return (
    <div className="flex flex-col gap-1">
      {rule === null ? (
        <p>Agents may be called anything.</p>
      ) : (
        <p className="[overflow-wrap:anywhere]">
          <code className="mono">
            <SafeLine text={rule.pattern} max={500} />
          </code>{' '}
          <span className="text-muted">
            <SafeLine text={rule.reason} max={1000} />
          </span>
        </p>
      )}
      {rule === null ? null : <Offenders of={{ offenders, more }} />}
      <p className="text-muted">It is set by admins of the workspace.</p>
    </div>
  );
}

function Form({ state }: { state: NamingState }) {
  const [pattern, setPattern] = useState(state.rule?.pattern ?? '');
  const [reason, setReason] = useState(state.rule?.reason ?? '');
  const settled = useSettled(pattern, 400);
  const found = useQuery({ ...namingQuery(settled), enabled: settled !== '' });
  const set = useVerb<NamingState>();
  const path = '/fleet/naming';
  const same = pattern === (state.rule?.pattern ?? '') && reason === (state.rule?.reason ?? '');
  const ready = pattern !== '' && reason.trim() !== '' && !same && found.isSuccess && settled === pattern;
  return (
    <form
      aria-label="Naming rule"
      className="flex max-w-xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) set.mutate({ path, method: 'PUT', body: { pattern, reason: reason.trim() } });
      }}
    >
      <Field
        label="Pattern"
        className="mono h-11 rounded-control border border-edge bg-panel px-2.5 desk:h-9"
        value={pattern}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        hint="RE2, of the whole name: [a-z]+(-[a-z0-9]+)*"
        {...at(set.error, 'pattern')}
        onChange={(event) => setPattern(event.target.value)}
      />
      <Field
        label="Reason"
        value={reason}
        maxLength={1000}
        hint="What people are told whose name does not fit."
        {...at(set.error, 'reason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <div aria-live="polite">
        {settled === '' ? null : found.error ? (
          <Refusal error={found.error} />
        ) : found.data === undefined ? null : (
          <Offenders of={found.data} />
        )}
      </div>
      <Refusal error={beyondFields(set.error, ['pattern', 'reason'])} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={!ready || set.isPending}>
          Set rule
        </Button>
        {state.rule === null ? null : (
          <Button disabled={set.isPending} onClick={() => set.mutate({ path, method: 'DELETE' })}>
            Remove rule
          </Button>
        )}
      </div>
    </form>
  );
}

function at(error: unknown, path: string): { error?: string } {
  const said = fieldError(error, path);
  return said === undefined ? {} : { error: said };
}
