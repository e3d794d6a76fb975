/** The two halves of a run id: `<trace id, 32 hex>-<top span id, 16 hex>`. */
type RunId = { traceId: string; spanId: string };

const shape = /^([0-9a-f]{32})-([0-9a-f]{16})$/;

/** null for anything that cannot be a run id, which is then simply not found. */
export function parseRunId(id: string): RunId | null {
  const found = shape.exec(id);
  return found === null ? null : { traceId: found[1]!, spanId: found[2]! };
}
