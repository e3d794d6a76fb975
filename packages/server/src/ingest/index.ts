import type { ReportKind } from './reports/read-reports.ts';
import type { Signal } from './otlp/respond.ts';
import type { BatchForm, EventReply } from './parts/read-batch.ts';
import type { Sender } from './rows.ts';
import type { TeeStatus } from './tee/tee.ts';

/** `langfuse.*`: a batch of Langfuse's API, or one trace or score alone. Outcomes and feedback are told by our own. */
export type TelemetrySignal = Signal | `langfuse.${BatchForm}` | ReportKind;

/** One request as the HTTP edge hands it over: authenticated, its compressed size bounded, nothing read yet. */
export type IngestRequest = {
  signal: TelemetrySignal;
  contentType: 'protobuf' | 'json';
  encoding: 'gzip' | 'deflate' | 'identity';
  /** Ownership passes on: the buffer is transferred to the ingest thread. */
  body: Uint8Array;
  sender: Sender;
};

/** Sent only after fsync of file and directory. `rejected` counts what partial_success must name. */
export type IngestReply = {
  rejected: number;
  message: string;
  /** What became of each event of a batch, in its order. */
  events?: readonly EventReply[];
};

export type IngestStatus = {
  /** Segments kept on disk and not yet in the warehouse. */
  spoolSegments: number;
  spoolBytes: number;
  /** Age of the oldest of them, milliseconds. */
  spoolAgeMs: number;
  quarantined: number;
  acceptedSpans: number;
  insertedSpans: number;
  /** Where a second endpoint gets a copy. */
  tee?: TeeStatus;
};

/** Takes telemetry and keeps it. `accept` throws AppError `ingest.*` where nothing of the request was kept. */
export interface Ingest {
  accept(request: IngestRequest): Promise<IngestReply>;
  status(): IngestStatus;
  close(): Promise<void>;
}
