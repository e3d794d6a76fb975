import { lazy } from 'react';
import { buttonLook } from '../../../ui/button.tsx';
import { OnPress } from '../../../ui/on-press.tsx';

const OpenedColumns = lazy(async () => ({ default: (await import('./opened-columns.tsx')).OpenedColumns }));

type Props = { cols: string | undefined; onChange: (cols: string | undefined) => void };

/** Which columns the table shows. */
export function ColumnChoice({ cols, onChange }: Props) {
  return (
    <OnPress
      button={(press) => (
        <button
          type="button"
          className={buttonLook('quiet')}
          aria-haspopup="dialog"
          aria-expanded={false}
          onClick={press}
        >
          Columns
        </button>
      )}
    >
      <OpenedColumns cols={cols} onChange={onChange} />
    </OnPress>
  );
}
