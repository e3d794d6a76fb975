import type { Score } from 'signalbox/contract/monitoring';
import { Definition, Definitions } from '../../../ui/definition.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** What was said of how good something is, by whom. Nothing where nobody said anything. */
export function ScoreFacts({ scores }: { scores: readonly Score[] }) {
  if (scores.length === 0) return null;
  return (
    <section aria-label="Scores">
      <h3 className="label px-4 pt-3 pb-1">Scores</h3>
      <Definitions>
        {scores.map((score) => (
          <Definition key={`${score.source} ${score.id}`} name={<SafeLine text={score.name} max={120} />}>
            <span className="tabular-nums">{shown(score)}</span>
            <span className="text-muted">
              {score.of === 'step' ? '' : ` · of the ${score.of}`} · <SafeLine text={score.source} max={40} />
            </span>
            {score.comment === null ? null : (
              <p className="text-muted">
                <SafeLine text={score.comment} max={600} />
              </p>
            )}
          </Definition>
        ))}
      </Definitions>
    </section>
  );
}

function shown({ value }: Score) {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : <SafeLine text={value} max={300} />;
}
