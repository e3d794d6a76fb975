import { maskValue } from '../content-mode/mask.ts';
import { isObject, type JsonObject } from '../content/json.ts';
import type { AttributeValue } from '../otlp/types.ts';
import type { Mark, Sender } from '../rows.ts';
import { cleanValue } from '../scrub/clean.ts';

/** How an agent works, and nothing of what was said: what stays where a key drops content. */
const harmless = new Set([
  ...['id', 'traceId', 'parentObservationId', 'observationId', 'type', 'name', 'level', 'public', 'tags'],
  ...['timestamp', 'startTime', 'endTime', 'completionStartTime', 'environment', 'release', 'version'],
  ...['userId', 'sessionId', 'model', 'usage', 'usageDetails', 'costDetails', 'promptName', 'promptVersion'],
  ...['value', 'dataType', 'source', 'configId', 'authorUserId', 'queueId', 'datasetRunId'],
]);

/** A body as it may be stored: without secrets and media, keys in stable order, content as the sender's key has it. */
export function keptBody(body: JsonObject, { contentMode }: Sender, met: Set<Mark>): JsonObject {
  let kept: unknown = body;
  if (contentMode === 'drop') {
    kept = Object.fromEntries(Object.entries(body).filter(([name]) => harmless.has(name)));
    met.add('dropped');
  }
  if (contentMode !== 'keep') {
    const masked = maskValue(kept as AttributeValue);
    if (masked !== kept) met.add('masked');
    kept = masked;
  }
  const clean = cleanValue(kept, met);
  return isObject(clean) ? clean : {};
}
