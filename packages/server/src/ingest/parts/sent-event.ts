import type { JsonObject } from '../content/json.ts';
import type { Sender } from '../rows.ts';

/** One event of a batch, its envelope read. `at` in Unix nanoseconds. */
export type SentEvent = { id: string; type: string; at: bigint; body: JsonObject };

/** Who sends a batch, and when it came (Unix milliseconds, this server's clock). */
export type BatchSender = { sender: Sender; received: number; retentionDays?: number | undefined };
