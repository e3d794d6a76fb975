import { isReservedScore } from '../../spine/outcomes.ts';
import { label } from '../map/attributes.ts';
import { checkTexts, optionalId } from '../parts/fields.ts';
import { RefusedEvent } from '../parts/refused-event.ts';
import type { BatchSender } from '../parts/sent-event.ts';
import type { Mark, ScoreRow } from '../rows.ts';
import { aboutOf, type Item, keptWords, reportRow } from './report.ts';

type Value = Pick<ScoreRow, 'data_type' | 'number' | 'label'>;

/** What a user said of a run or a conversation, as the score it is kept as. Throws `RefusedEvent`. */
export function readFeedback(item: Item, from: BatchSender): ScoreRow {
  const { sent } = item;
  const met = new Set<Mark>();
  const name = optionalId(sent, 'name') ?? 'user_feedback';
  if (isReservedScore(name)) throw new RefusedEvent('Names that begin with "signalbox." are reserved; choose another');
  checkTexts(sent, 'comment');
  const about = aboutOf(sent, true, met);
  const value = valueOf(sent['value'], from, met);
  const words = (sent['comment'] as string | null | undefined) ?? '';
  return reportRow(item, from, { ...about, name: label(name, met), ...value, source: 'feedback', words }, met);
}

/** A word chosen from a few is a category, which is a figure; everything longer is what somebody wrote. */
const category = /^[\p{L}\p{N}_.:+-]{1,40}$/u;

function valueOf(sent: unknown, from: BatchSender, met: Set<Mark>): Value {
  if (typeof sent === 'number' && Number.isFinite(sent)) return { data_type: 'numeric', number: sent, label: '' };
  if (typeof sent === 'boolean') return { data_type: 'boolean', number: Number(sent), label: '' };
  if (typeof sent !== 'string' || sent === '')
    throw new RefusedEvent('"value" must be a number, true or false, or a string that is not empty');
  if (category.test(sent)) return { data_type: 'categorical', number: null, label: label(sent, met) };
  return { data_type: 'text', number: null, label: keptWords(sent, from, met) };
}
