/** A label of the source. `spanId` null = of the run. Metadata say what else the source tells of it. */
export type RunScore = {
  id: string;
  name: string;
  value: number | boolean | string;
  spanId: string | null;
  comment: string;
  metadata: Readonly<Record<string, string | number | boolean | undefined>>;
};

/** As an event of a Langfuse batch: the one public way to send a score with its id, its comment and its metadata. */
export function scoreEvent(
  { id, name, value, spanId, comment, metadata }: RunScore,
  { traceId, environment, at }: { traceId: string; environment: string; at: number },
): object {
  const dataType = typeof value === 'boolean' ? 'BOOLEAN' : typeof value === 'number' ? 'NUMERIC' : 'CATEGORICAL';
  const body = {
    ...{ id, traceId, name, dataType, comment, environment, source: 'import' },
    ...(spanId !== null && { observationId: spanId }),
    value: typeof value === 'boolean' ? Number(value) : value,
    metadata: texts(metadata),
  };
  return { id, type: 'score-create', timestamp: new Date(at).toISOString(), body };
}

/** Scores are grouped by these texts: a number is written as one. */
const texts = (metadata: RunScore['metadata']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
