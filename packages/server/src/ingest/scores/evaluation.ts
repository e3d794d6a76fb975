import { createHash } from 'node:crypto';
import { decimal, text } from '../dialects/attribute.ts';
import { label } from '../map/attributes.ts';
import { resourceOf } from '../map/resource.ts';
import type { LogIn } from '../otlp/types.ts';
import type { LogRow, Mark, ScoreRow, Sender } from '../rows.ts';
import { isReservedScore } from '../../spine/outcomes.ts';
import { scoreVersion } from './version.ts';

const names = {
  name: 'gen_ai.evaluation.name',
  value: 'gen_ai.evaluation.score.value',
  label: 'gen_ai.evaluation.score.label',
  explanation: 'gen_ai.evaluation.explanation',
} as const;

/**
 * The score in a GenAI event `gen_ai.evaluation.result`, of the span that the event was recorded in; null for every other log
 * record, and where nothing can be told. Its words are taken from the row, as the sender's key lets them be kept.
 */
export function evaluationScore(log: LogIn, row: LogRow, sender: Sender): ScoreRow | null {
  if (row.event_name !== 'gen_ai.evaluation.result' || log.traceId === '') return null;
  const met = new Set<Mark>(row.marks);
  const name = label(text(log.attributes, names.name), met);
  const number = decimal(log.attributes, names.value) ?? null;
  const category = label(text(log.attributes, names.label), met);
  if (name === '' || isReservedScore(name) || (number === null && category === '')) return null;
  const { environment } = resourceOf(log.resource);
  const bound = sender.environment === null || environment === '' || environment === sender.environment;
  if (!bound) met.add('unbound');
  const time = log.timeNs || log.observedNs;
  // Sent again it is the same score; two of one name and moment differ in what they say.
  const said = [log.traceId, log.spanId, name, time, number, category].join('\n');
  const id = createHash('sha256').update(said).digest('hex').slice(0, 32);
  return {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    bound,
    score_id: id,
    trace_id: log.traceId,
    span_id: log.spanId,
    conversation_id: '',
    name,
    data_type: number === null ? 'categorical' : 'numeric',
    number,
    label: category,
    comment: row.attributes.get(names.explanation) ?? '',
    source: 'otel',
    author_id: '',
    config_id: '',
    environment,
    metadata: new Map(),
    at: row.time,
    received_at: row.received_at,
    version: scoreVersion(time, id),
    marks: [...met],
  };
}
