import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countMetricsJson } from '../../packages/server/src/ingest/otlp/json/metrics.ts';
import { readLogsJson, readTracesJson } from '../../packages/server/src/ingest/otlp/json/read.ts';
import { countMetrics } from '../../packages/server/src/ingest/otlp/proto/metrics.ts';
import { readLogs, readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import {
  type Attributes,
  type AttributeValue,
  type Decoded,
  defaultReadLimits as limits,
  type LogIn,
  type SpanIn,
} from '../../packages/server/src/ingest/otlp/types.ts';

/** A captured request of a real client: `<name>.json` says how it came, `<name>.bin` is the body without Content-Encoding. */
type Body = { file: string; path: string; json: boolean; bytes: Uint8Array };

function bodies(folder: string): Body[] {
  const metas = readdirSync(folder).filter((file) => /^\d.*\.json$/.test(file) && existsSync(join(folder, body(file))));
  return metas.toSorted().map((file) => {
    const meta = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return {
      file,
      path: meta.path,
      json: /json/.test(meta.headers['content-type']),
      bytes: readFileSync(join(folder, body(file))),
    };
  });
}

const body = (meta: string): string => meta.replace(/\.json$/, '.bin');

/** What one request of a capture brought, as our readers read it. Throws where a reader refuses anything. */
type Request = { from: Body; spans: readonly SpanIn[]; logs: readonly LogIn[]; points: number };

/** The OTLP requests of a capture, in the order in which they were sent. */
export function requestsOf(folder: string): Request[] {
  return bodies(folder).map((from) => {
    const is = (signal: string): boolean => from.path.endsWith(`/v1/${signal}`);
    const { bytes, json } = from;
    return {
      from,
      spans: is('traces') ? whole((json ? readTracesJson : readTraces)(bytes, limits)) : [],
      logs: is('logs') ? whole((json ? readLogsJson : readLogs)(bytes, limits)) : [],
      points: is('metrics') ? (json ? countMetricsJson : countMetrics)(bytes) : 0,
    };
  });
}

/** All that our readers make of a capture, rendered as its decoded.json is. */
export function readCapture(folder: string): { spans: unknown[]; logs: unknown[]; points: number } {
  const requests = requestsOf(folder);
  return {
    spans: requests.flatMap(({ from, spans }) => spans.map((span) => renderSpan(from, span))),
    logs: requests.flatMap(({ from, logs }) => logs.map((log) => renderLog(from, log))),
    points: requests.reduce((total, { points }) => total + points, 0),
  };
}

function whole<Item>({ items, rejected, reasons }: Decoded<Item>): readonly Item[] {
  if (rejected > 0) throw new Error(`${rejected} refused: ${reasons.join('; ')}`);
  return items;
}

/** decoded.json leaves fields out that were not on the wire; absent and zero are the same in protobuf. */
export function readDecoded(folder: string): { spans: unknown[]; logs: unknown[]; points: number } {
  const decoded = JSON.parse(readFileSync(join(folder, 'decoded.json'), 'utf8'));
  return {
    // oxlint-disable-next-line typescript/no-explicit-any -- a rendering without a schema
    spans: decoded.spans.map((span: any) => ({
      ...span,
      parent: span.parent ?? '',
      status: { code: 0, message: '', ...span.status },
    })),
    logs: decoded.logs.map((log: object) => ({ body: null, ...log })),
    points: decoded.metrics.reduce((total: number, metric: { points: unknown[] }) => total + metric.points.length, 0),
  };
}

function renderSpan(from: Body, span: SpanIn) {
  return {
    f: from.file,
    resource: plainMap(span.resource.attributes),
    scope: `${span.scope.name}@${span.scope.version}`,
    scopeAttrs: plainMap(span.scope.attributes),
    traceId: span.traceId,
    id: span.spanId,
    parent: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    start: String(span.startNs),
    end: String(span.endNs),
    status: { code: span.statusCode, message: span.statusMessage },
    attrs: plainMap(span.attributes),
    types: Object.fromEntries([...span.attributes].map(([key, value]) => [key, typeName(value)])),
    events: span.events.map(({ name, attributes }) => ({ name, attrs: plainMap(attributes) })),
    links: span.links,
  };
}

const renderLog = (from: Body, log: LogIn) => ({
  f: from.file,
  scope: `${log.scope.name}@${log.scope.version}`,
  sev: log.severityNumber,
  body: plain(log.body),
  attrs: plainMap(log.attributes),
  ...(log.eventName === '' ? {} : { eventName: log.eventName }),
  traceId: log.traceId,
  span: log.spanId,
});

function plain(value: AttributeValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const plainMap = (attributes: Attributes) =>
  Object.fromEntries([...attributes].map(([key, value]) => [key, plain(value)]));

const names: Record<string, string> = { string: 'str', bigint: 'int', number: 'double', boolean: 'bool' };

function typeName(value: AttributeValue): string {
  if (Array.isArray(value)) return `${typeName(value[0] ?? null)}[]`;
  return value === null ? 'empty' : (names[typeof value] ?? 'other');
}
