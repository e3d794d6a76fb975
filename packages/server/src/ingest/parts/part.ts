import type { JsonObject } from '../content/json.ts';
import type { Mark } from '../rows.ts';

/** One event about a trace or an observation, as it was stored. */
export type Part = {
  keyId: string;
  /** What its key was bound to; null = nothing. */
  agent: string | null;
  environment: string | null;
  kind: 'trace' | 'observation';
  /** 32 hex digits, '' where the event does not say it. */
  traceId: string;
  entityId: string;
  eventId: string;
  /** Unix nanoseconds, by the client's clock. */
  at: bigint;
  type: string;
  /** Unix milliseconds, by this server's clock. */
  receivedAt: number;
  body: JsonObject;
  marks: readonly Mark[];
};
