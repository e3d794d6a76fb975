import { shortId } from '../format/id.ts';
import { neutralLine } from '../format/neutralise.ts';
import { SafeLine } from '../ui/safe-text.tsx';

type Props = { id: string; name: string | null; max?: number };

/** What the demo wrote, which is dated when it would have been. */
export const isDemo = (id: string): boolean => id === 'demo';

/** Who did something: by name; Signalbox itself and the demo, whose records are made up, say so. */
export function By({ id, name, max = 60 }: Props) {
  if (isDemo(id)) return <DemoMark />;
  if (name !== null || id === 'system') return <SafeLine text={name ?? 'Signalbox'} max={max} />;
  return (
    <span title={neutralLine(id)}>
      <SafeLine text={shortId(id)} max={max} />
    </span>
  );
}

export const DemoMark = () => (
  <span
    className="rounded-control border border-line px-1 text-meta text-muted"
    title="Made up by the demo, and dated back; the ledger has when it was written"
  >
    demo
  </span>
);
