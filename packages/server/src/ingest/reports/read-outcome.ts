import { outcomes, outcomeScore } from '../../spine/outcomes.ts';
import { checkTexts } from '../parts/fields.ts';
import { RefusedEvent } from '../parts/refused-event.ts';
import type { BatchSender } from '../parts/sent-event.ts';
import type { Mark, ScoreRow } from '../rows.ts';
import { aboutOf, type Item, reportRow } from './report.ts';

const values: readonly unknown[] = outcomes;

/** What a program says came of a run, as the score it is kept as. Throws `RefusedEvent`. */
export function readOutcome(item: Item, from: BatchSender): ScoreRow {
  const { sent } = item;
  const met = new Set<Mark>();
  const { outcome } = sent;
  if (!values.includes(outcome)) throw new RefusedEvent(`"outcome" must be one of ${outcomes.join(', ')}`);
  checkTexts(sent, 'reason');
  const about = aboutOf(sent, false, met);
  const words = (sent['reason'] as string | null | undefined) ?? '';
  const told = { name: outcomeScore, data_type: 'categorical', number: null, label: outcome as string, words } as const;
  return reportRow(item, from, { ...about, ...told, source: 'outcome' }, met);
}
