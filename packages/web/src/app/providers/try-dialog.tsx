import { useMutation } from '@tanstack/react-query';
import type { ModelProvider, TriedModelProvider } from 'signalbox/contract/access/providers';
import { useId } from 'react';
import { seconds } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Field } from '../../ui/field.tsx';
import { FoldedText } from '../../ui/fold.tsx';
import { Modal } from '../../ui/modal.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { change } from '../api.ts';

/** One short question to a model, and what came back. */
export function TryDialog({ provider, onClose }: { provider: ModelProvider; onClose: () => void }) {
  const id = useId();
  const ask = useMutation({
    mutationFn: (model: string) => change<TriedModelProvider>(`/providers/${provider.id}/try`, { model }),
  });
  return (
    <Modal title={`Try ${provider.name}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate(String(new FormData(event.currentTarget).get('model') ?? '').trim());
        }}
      >
        <Field
          label="Model"
          name="model"
          required
          maxLength={200}
          list={id}
          defaultValue={provider.models[0]}
          autoComplete="off"
          hint="It is asked one short question, which costs next to nothing"
        />
        <datalist id={id}>
          {provider.models.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Refusal error={ask.error} />
        {ask.data === undefined ? null : <Answer answer={ask.data} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" tone="primary" disabled={ask.isPending}>
            {ask.isPending ? 'Asking…' : 'Ask'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Answer({ answer: { ok, text, model, ms, error } }: { answer: TriedModelProvider }) {
  if (!ok)
    return (
      <p role="alert" className="text-danger [overflow-wrap:anywhere]">
        It did not answer: <SafeText text={error?.message ?? 'no reason was told'} />
      </p>
    );
  return (
    <div role="status" className="border-l-2 border-accent pl-2">
      <p className="text-meta text-muted">
        {model ?? 'The model'} answered in {seconds(ms)} s
      </p>
      <FoldedText text={text === null || text === '' ? 'An empty text' : text} />
    </div>
  );
}
