import type { Format, ImportOptions, Imported, ReadRecord } from './imported.ts';
import { recordsOf } from './records.ts';

/** Small files of each format, made by hand, and what an importer makes of them. */

export const noon = Date.UTC(2026, 10, 22, 12);
const options: ImportOptions = { agent: '', environment: 'imported' };

export const readFiles = (
  format: Format,
  files: Record<string, unknown>,
  given: Partial<ImportOptions> = {},
): ReadRecord[] => {
  const records = Object.entries(files).flatMap(([file, content]) => [
    ...recordsOf(file, typeof content === 'string' ? content : JSON.stringify(content)),
  ]);
  return [...format(records, { ...options, ...given })];
};

/** What the only record of a file becomes. Throws where it is refused. */
export function readOne(format: Format, content: unknown, given: Partial<ImportOptions> = {}): Imported {
  const [read] = readFiles(format, { 'folder/case-7.json': content }, given);
  if (read === undefined || 'refused' in read) throw new Error(read?.refused ?? 'There was no record.');
  return read.imported;
}

export const refusalOf = (format: Format, content: unknown): string => {
  const [read] = readFiles(format, { 'a.json': content });
  return read !== undefined && 'refused' in read ? read.refused : 'It was taken.';
};

type Keyed = { key: string; value: Record<string, unknown> };
export type SentSpan = {
  name: string;
  spanId: string;
  parentSpanId: string;
  startNs: bigint;
  endNs: bigint;
  failed: boolean;
  given: Record<string, unknown>;
};
type Body = { resourceSpans: { scopeSpans: { spans: (Record<string, string> & { attributes: Keyed[] })[] }[] }[] };

/** Spans as they are sent, in order, the top one first. */
export const spansOf = (imported: Imported): SentSpan[] =>
  bodies<Body>(imported, '/v1/traces').flatMap(({ resourceSpans }) =>
    resourceSpans[0]!.scopeSpans[0]!.spans.map((span) => ({
      ...{ name: span['name']!, spanId: span['spanId']!, parentSpanId: span['parentSpanId']! },
      ...{ startNs: BigInt(span['startTimeUnixNano']!), endNs: BigInt(span['endTimeUnixNano']!) },
      failed: 'status' in span,
      given: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    })),
  );

export type SentScore = {
  id: string;
  name: string;
  value: unknown;
  dataType: string;
  traceId: string;
  observationId?: string;
  comment: string;
  metadata: Record<string, string>;
};
export const scoresOf = (imported: Imported): SentScore[] =>
  bodies<{ batch: { body: SentScore }[] }>(imported, '/api/public/ingestion').flatMap(({ batch }) =>
    batch.map(({ body }) => body),
  );

export const outcomesOf = (imported: Imported): Record<string, unknown>[] =>
  bodies<{ outcomes: Record<string, unknown>[] }>(imported, '/api/v1/outcomes').flatMap(({ outcomes }) => outcomes);

const bodies = <B>(imported: Imported, path: string): B[] =>
  imported.requests(noon).flatMap((request) => (request.path === path ? [request.body as B] : []));
