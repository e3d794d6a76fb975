import type { ReactNode } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { Icon } from '../../../../ui/icons.tsx';

type Props = { title: string; about?: string; error: string | undefined; add?: ReactNode; children?: ReactNode };

/** A slot of a manifest under its name; what is wrong with the slot as a whole stands there too. */
export function SlotPart({ title, about, error, add, children }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 border-t border-line pt-2">
      <legend className="sr-only">{title}</legend>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3">
        <h2 aria-hidden className="font-semibold">
          {title}
        </h2>
        <span className={`min-w-0 flex-1 text-meta text-muted ${about === undefined ? '' : 'basis-40'}`}>{about}</span>
        {add}
      </div>
      {error === undefined ? null : (
        <p role="alert" className="text-danger [overflow-wrap:anywhere]">
          {title}: {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}

export const AddRow = ({ of, onAdd }: { of: string; onAdd: () => void }) => <Button onClick={onAdd}>Add {of}</Button>;

export const RemoveRow = ({ of, onRemove }: { of: string; onRemove: () => void }) => (
  <button
    type="button"
    aria-label={`Remove ${of}`}
    title={`Remove ${of}`}
    onClick={onRemove}
    className="grid size-11 shrink-0 place-items-center rounded-control text-muted hover:text-ink desk:size-7"
  >
    <Icon name="close" />
  </button>
);
