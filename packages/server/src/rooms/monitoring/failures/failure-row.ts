import * as as from '../../../spine/rowbinary/codecs.ts';
import type { FailureClass } from './model/failure-class.ts';

/**
 * One occurrence: a step that failed by itself, or a run that failed or was refused without one. Its key says which; everything else is
 * replaced by the row of the highest `version` (Unix microseconds of the turn that wrote it).
 */
export type FailureRow = {
  workspace_id: string;
  team_id: string;
  bucket: number;
  trace_id: string;
  span_id: string;
  run_id: string;
  version: bigint;
  is_deleted: number;
  failure_id: string;
  class: FailureClass;
  locus: string;
  agent: string;
  release: string;
  environment: string;
  start_time: bigint;
  run_failed: boolean;
  user_id: string;
  conversation_id: string;
};

export const failuresCodec = as.tableCodec<FailureRow>('failures', {
  workspace_id: as.keyword,
  team_id: as.keyword,
  bucket: as.seconds,
  trace_id: as.text,
  span_id: as.text,
  run_id: as.text,
  version: as.u64,
  is_deleted: as.byte,
  failure_id: as.keyword,
  class: as.keyword as as.Codec<FailureClass>,
  locus: as.keyword,
  agent: as.keyword,
  release: as.keyword,
  environment: as.keyword,
  start_time: as.nanos,
  run_failed: as.flag,
  user_id: as.text,
  conversation_id: as.text,
});

export const keyOf = (row: Pick<FailureRow, 'bucket' | 'trace_id' | 'span_id' | 'run_id' | 'team_id'>): string =>
  [row.bucket, row.trace_id, row.span_id, row.run_id, row.team_id].join(' ');
