import { isObject, type JsonObject } from '../content/json.ts';

/** One event of a batch to Langfuse's `/api/public/ingestion`: a part of a trace or an observation. `timestamp` ISO 8601. */
export type RecordPart = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly body: JsonObject;
};

/** A record put together: the latest that is not null of each column. `type`: trace, or the observation's type. */
export type LangfuseRecord = {
  readonly id: string;
  readonly traceId: string;
  readonly type: string;
  readonly columns: JsonObject;
};

/**
 * Traces and observations from all parts that ever came of them. Creates and updates arrive in any order, twice, and through
 * any node: the same set of parts gives the same records, in the order of their ids.
 */
export function mergeRecords(parts: readonly RecordPart[]): LangfuseRecord[] {
  const kept = new Map<string, Merging>();
  for (const part of parts) {
    const type = typeOf(part);
    const id = part.body['id'];
    if (type === undefined || typeof id !== 'string' || id === '') continue;
    const key = type === 'trace' ? `trace ${id}` : `observation ${id}`;
    let record = kept.get(key);
    if (record === undefined) kept.set(key, (record = { id, columns: new Map() }));
    for (const [name, value] of Object.entries({ ...part.body, type })) put(record, name, value, part);
  }
  return [...kept]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { id, columns }]) => {
      const merged = Object.fromEntries([...columns].map(([name, { value }]) => [name, value]));
      const [type, traceId] = [String(merged['type']), merged['traceId']];
      return { id, type, traceId: type === 'trace' || typeof traceId !== 'string' ? id : traceId, columns: merged };
    });
}

type Merging = { id: string; columns: Map<string, { value: unknown; at: string }> };

/** By the moment of the event; of the same moment by its id, so that no order of arrival decides. */
function put({ columns }: Merging, name: string, value: unknown, { timestamp, id }: RecordPart): void {
  if (value === null || value === undefined) return;
  const at = `${momentOf(timestamp)} ${id}`;
  const held = columns.get(name);
  if (held === undefined || at > held.at || (at === held.at && JSON.stringify(value) > JSON.stringify(held.value)))
    columns.set(name, { value, at });
}

/** Comparable as text, whatever zone or precision it was sent in; what cannot be read comes first. */
function momentOf(timestamp: string): string {
  const ms = Date.parse(timestamp);
  return Number.isNaN(ms) ? '' : String(ms).padStart(16, '0');
}

/** `generation-update` is of a generation; `observation-create` says it in its body. Scores and logs of the SDK are neither. */
function typeOf({ type, body }: RecordPart): string | undefined {
  const named =
    /^(trace|span|generation|event|agent|tool|chain|retriever|embedding|evaluator|guardrail)-(?:create|update)$/;
  const own = named.exec(type)?.[1];
  if (own !== undefined) return own;
  const said = type === 'observation-create' || type === 'observation-update' ? body['type'] : undefined;
  return typeof said === 'string' ? said.toLowerCase() : undefined;
}

/** The parts of a batch that can be read; the rest is the sender's to hear of. */
export function partsOfBatch(batch: unknown): { parts: RecordPart[]; refused: { id: string; reason: string }[] } {
  const events = isObject(batch) && Array.isArray(batch['batch']) ? (batch['batch'] as unknown[]) : [];
  const parts: RecordPart[] = [];
  const refused: { id: string; reason: string }[] = [];
  for (const event of events) {
    const { id, type, timestamp, body } = isObject(event) ? event : ({} as JsonObject);
    if (typeof id === 'string' && typeof type === 'string' && typeof timestamp === 'string' && isObject(body))
      parts.push({ id, type, timestamp, body });
    else refused.push({ id: typeof id === 'string' ? id : '', reason: 'An event needs id, type, timestamp and body.' });
  }
  return { parts, refused };
}
