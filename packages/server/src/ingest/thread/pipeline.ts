import { randomUUID } from 'node:crypto';
import { AppError } from '../../spine/errors.ts';
import type { IngestReply, IngestRequest } from '../index.ts';
import { mapLogByMode, mapSpanByMode } from '../content-mode/by-mode.ts';
import type { MapOptions, MessagePositions } from '../map/options.ts';
import { inflate } from '../otlp/inflate.ts';
import { countMetricsJson } from '../otlp/json/metrics.ts';
import { eachLogJson, eachSpanJson } from '../otlp/json/read.ts';
import { countMetrics } from '../otlp/proto/metrics.ts';
import { eachLog, eachSpan } from '../otlp/proto/read.ts';
import { defaultReadLimits, type Keep, type LogIn, type Refused, type SpanIn, WireError } from '../otlp/types.ts';
import { readBatch } from '../parts/read-batch.ts';
import { readReports } from '../reports/read-reports.ts';
import type { RowSink, Sender } from '../rows.ts';
import { evaluationScore } from '../scores/evaluation.ts';

/**
 * One request from compressed bytes to rows, a span at a time: what is made of one is encoded before the next is read, so
 * that nothing outlives a garbage collection. Pure but for the content cache and the sink.
 * Throws AppError `ingest.*`: then nothing that the sink was given may be kept.
 */

export type Digested = { reply: IngestReply; spans: number };

const metricsNotKept =
  'Signalbox keeps traces and logs. Metrics were received and not kept; set OTEL_METRICS_EXPORTER=none.';

export function digest(
  request: IngestRequest,
  received: number,
  options: MapOptions & { maxInflatedBytes: number },
  sink: RowSink,
): Digested {
  const body = inflate(request.body, request.encoding, options.maxInflatedBytes);
  try {
    const json = request.contentType === 'json';
    let spans = 0;
    if (request.signal === 'traces') {
      const keep = spansInto(sink, request.sender, received, options);
      const refused = (json ? eachSpanJson : eachSpan)(body, defaultReadLimits, (span) => {
        keep(span);
        spans++;
      });
      return { reply: replyOf(refused), spans };
    }
    if (request.signal === 'logs') {
      const keep = logsInto(sink, request.sender, received, options);
      return { reply: replyOf((json ? eachLogJson : eachLog)(body, defaultReadLimits, keep)), spans };
    }
    if (request.signal !== 'metrics') return { reply: batchInto(sink, { ...request, body }, received, options), spans };
    const points = json ? countMetricsJson(body) : countMetrics(body);
    return { reply: { rejected: points, message: points === 0 ? '' : metricsNotKept }, spans };
  } catch (error) {
    if (error instanceof WireError)
      throw new AppError('ingest.malformed', { params: { reason: error.message }, cause: error });
    throw error;
  }
}

const replyOf = ({ rejected, reasons }: Refused): IngestReply => ({ rejected, message: reasons.join('; ') });

const forms = { 'langfuse.batch': 'batch', 'langfuse.trace': 'trace', 'langfuse.score': 'score' } as const;

function batchInto(sink: RowSink, request: IngestRequest, received: number, options: MapOptions): IngestReply {
  const { signal, body, sender } = request;
  const from = { sender, received, retentionDays: options.retentionDays };
  const events =
    signal === 'outcomes' || signal === 'feedback'
      ? readReports({ body, kind: signal, newId: randomUUID }, from, sink)
      : readBatch({ body, form: forms[signal as keyof typeof forms], newId: randomUUID() }, from, sink);
  return { rejected: events.filter(({ status }) => status !== 201).length, message: '', events };
}

const spansInto =
  (sink: RowSink, sender: Sender, received: number, options: MapOptions): Keep<SpanIn> =>
  (span) => {
    const { row, content, refs } = mapSpanByMode(span, sender, received, options);
    sink.spans(row);
    for (const body of content) sink.content(body);
    for (const ref of refs) sink.refs(ref);
  };

function logsInto(sink: RowSink, sender: Sender, received: number, options: MapOptions): Keep<LogIn> {
  const positions: MessagePositions = new Map();
  const own = { ...options, positions };
  return (log) => {
    const { row, content, refs } = mapLogByMode(log, sender, received, own);
    sink.logs(row);
    const score = evaluationScore(log, row, sender);
    if (score !== null) sink.scores(score);
    for (const said of content) sink.content(said);
    for (const ref of refs) sink.refs(ref);
  };
}
