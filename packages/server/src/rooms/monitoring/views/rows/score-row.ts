import type { Score } from '../../contract.ts';
import { isoOfNs } from './time.ts';

export type ScoreRow = {
  score_id: string;
  team_id: string;
  span_id: string;
  trace_id: string;
  name: string;
  data_type: Score['dataType'];
  number: number | null;
  label: string;
  comment: string;
  source: string;
  at_ns: string;
};

/** Names, numbers and categories are figures; a comment and a free text are content. */
export const scoreOf = (row: ScoreRow, readable: boolean): Score => ({
  id: row.score_id,
  name: row.name,
  of: row.trace_id === '' ? 'conversation' : row.span_id === '' ? 'run' : 'step',
  spanId: row.span_id === '' ? null : row.span_id,
  dataType: row.data_type,
  value: valueOf(row, readable),
  comment: readable && row.comment !== '' ? row.comment : null,
  source: row.source,
  at: isoOfNs(row.at_ns),
});

function valueOf({ data_type, number, label }: ScoreRow, readable: boolean): Score['value'] {
  if (data_type === 'numeric') return number;
  if (data_type === 'boolean') return number === null ? null : number === 1;
  return data_type === 'categorical' || readable ? label : null;
}
