import type { Agent } from 'signalbox/contract/lifecycle';
import { unknown } from '../../../format/number.ts';
import { completionOf } from '../model/completion.ts';

/** Completion, with the share that is only inferred (~) and the share that is unknown (?) in the same cell. */
export function CompletionCell({ figures }: { figures: Agent['figures'] }) {
  const told = figures === null ? null : completionOf(figures);
  if (told === null)
    return (
      <span className="text-muted" title="No invocation in this time">
        {unknown}
      </span>
    );
  return (
    <span title={told.words} className="tabular-nums">
      <span className="text-ink">{told.main}</span>
      <span className="text-meta text-muted">
        {told.inferred === null ? '' : ` ${told.inferred}`}
        {told.unknown === null ? '' : ` ${told.unknown}`}
      </span>
    </span>
  );
}
