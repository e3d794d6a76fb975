import { AppError } from '../../spine/errors.ts';
import type { IngestReply, IngestRequest } from '../index.ts';
import { mapLog } from '../map/log.ts';
import type { MapOptions, MessagePositions } from '../map/options.ts';
import { mapSpan } from '../map/span.ts';
import { inflate } from '../otlp/inflate.ts';
import { countMetricsJson } from '../otlp/json/metrics.ts';
import { readLogsJson, readTracesJson } from '../otlp/json/read.ts';
import { countMetrics } from '../otlp/proto/metrics.ts';
import { readLogs, readTraces } from '../otlp/proto/read.ts';
import { type Decoded, defaultReadLimits, type LogIn, type SpanIn, WireError } from '../otlp/types.ts';
import type { Mapped, Sender } from '../rows.ts';

/** One request from compressed bytes to rows. Pure but for the content cache; throws AppError `ingest.*`. */

export type Digested = { rows: Mapped; reply: IngestReply };

const metricsNotKept =
  'Signalbox keeps traces and logs. Metrics were received and not kept; set OTEL_METRICS_EXPORTER=none.';

export function digest(
  request: IngestRequest,
  received: number,
  options: MapOptions & { maxInflatedBytes: number },
): Digested {
  const body = inflate(request.body, request.encoding, options.maxInflatedBytes);
  try {
    const json = request.contentType === 'json';
    if (request.signal === 'traces') {
      const read = (json ? readTracesJson : readTraces)(body, defaultReadLimits);
      return kept(read, mapTraces(read.items, request.sender, received, options));
    }
    if (request.signal === 'logs') {
      const read = (json ? readLogsJson : readLogs)(body, defaultReadLimits);
      return kept(read, mapLogs(read.items, request.sender, received, options));
    }
    const points = json ? countMetricsJson(body) : countMetrics(body);
    return { rows: noRows(), reply: { rejected: points, message: points === 0 ? '' : metricsNotKept } };
  } catch (error) {
    if (error instanceof WireError)
      throw new AppError('ingest.malformed', { params: { reason: error.message }, cause: error });
    throw error;
  }
}

const kept = ({ rejected, reasons }: Decoded<unknown>, rows: Mapped): Digested => ({
  rows,
  reply: { rejected, message: reasons.join('; ') },
});

function mapTraces(items: readonly SpanIn[], sender: Sender, received: number, options: MapOptions): Mapped {
  const rows = noRows();
  for (const item of items) {
    const { row, content, refs } = mapSpan(item, sender, received, options);
    rows.spans.push(row);
    for (const body of content) rows.content.push(body);
    for (const ref of refs) rows.refs.push(ref);
  }
  return rows;
}

function mapLogs(items: readonly LogIn[], sender: Sender, received: number, options: MapOptions): Mapped {
  const rows = noRows();
  const positions: MessagePositions = new Map();
  for (const item of items) {
    const { row, content, refs } = mapLog(item, sender, received, { ...options, positions });
    rows.logs.push(row);
    for (const said of content) rows.content.push(said);
    for (const ref of refs) rows.refs.push(ref);
  }
  return rows;
}

const noRows = (): Mapped => ({ spans: [], content: [], refs: [], logs: [] });
