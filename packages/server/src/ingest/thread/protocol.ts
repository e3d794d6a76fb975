import type { ErrorCode } from '../../spine/error-catalogue.ts';
import type { IngestReply, IngestRequest } from '../index.ts';
import type { SealedSegment } from '../spool/segment.ts';

/** What the main thread and the ingest thread say to each other. */

export type IngestThreadData = {
  spoolDir: string;
  maxInflatedBytes: number;
  retentionDays: number;
  /** Segments another ingest thread of this process left, already on their way. */
  inHand: readonly string[];
};

export type ToIngest =
  | { say: 'accept'; id: number; request: IngestRequest }
  /** Seal the open segment if it is at least this old. */
  | { say: 'seal'; minAgeMs: number }
  | { say: 'close' };

export type Refusal = { code: ErrorCode; params: Record<string, string | number>; retryAfterSeconds?: number };

export type FromIngest =
  | { say: 'ready'; recovered: SealedSegment[] }
  | { say: 'kept'; id: number; reply: IngestReply; spans: number }
  | { say: 'refused'; id: number; refusal: Refusal }
  /** A defect or an input/output error: told to the log, answered as 500. */
  | { say: 'broken'; id: number; message: string }
  | { say: 'sealed'; segment: SealedSegment }
  | { say: 'closed' };
