import type { Aspect as Lit } from './lamp.tsx';
import { Lamp } from './lamp.tsx';
import { ShuntMark, type Authority } from './shunt-mark.tsx';

type Props = {
  aspect: {
    health: Lit;
    authority: Authority | 'full';
    reasons: readonly { sentence: string }[];
  };
};

/** Health with authority under it, where that is not full; the reasons on hover. */
export function AspectMark({ aspect: { health, authority, reasons } }: Props) {
  return (
    <span
      className="inline-flex flex-col items-center gap-0.5 align-middle"
      title={reasons.map((one) => one.sentence).join('\n') || 'Nothing speaks against it.'}
    >
      <Lamp aspect={health} />
      {authority === 'full' ? null : <ShuntMark authority={authority} />}
    </span>
  );
}
