import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { troubleOf } from './error-state.tsx';
import { Field } from './field.tsx';
import { Modal } from './modal.tsx';

/** `typed`: the name to type, for what cannot be undone. `why`: whether a reason is asked for. */
type Props = {
  title: string;
  verb: string;
  children: ReactNode;
  why?: boolean;
  typed?: string;
  busy: boolean;
  error: unknown;
  onConfirm: (why: string) => void;
  onClose: () => void;
};

/** The one confirmation: what will happen and whether it can be undone, why, and for the irreversible its name. */
export function ConfirmVerb({ title, verb, children, why = false, typed, busy, error, onConfirm, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const ready = (!why || reason.trim() !== '') && (typed === undefined || name.trim() === typed.trim());
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onConfirm(reason.trim());
        }}
      >
        <div className="flex flex-col gap-2 text-muted [overflow-wrap:anywhere]">{children}</div>
        {why ? (
          <Field
            label="Why"
            hint="Kept in the ledger"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        ) : null}
        {typed === undefined ? null : (
          <Field
            label={`Type “${typed}” to go on`}
            value={name}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Refusal error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={!ready || busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the API said no with, in its words. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  const { title, message } = troubleOf(error);
  const fields = (error as { fields?: { message: string }[] }).fields ?? [];
  return (
    <p role="alert" className="text-danger [overflow-wrap:anywhere]">
      {title}. {fields.length === 0 ? message : fields.map((field) => field.message).join(' ')}
    </p>
  );
}
