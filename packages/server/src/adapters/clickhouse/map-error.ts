import { ClickHouseError } from '@clickhouse/client';
import { AppError } from '../../spine/errors.ts';

const limits: Record<string, string> = {
  '158': 'number of rows read',
  '159': 'time',
  '160': 'time',
  '241': 'memory',
  '307': 'number of bytes',
  '396': 'number of rows',
};
/** Too many queries or parts, shutting down, cancelled by the engine, replicas or the network away: the same call may pass later. */
const passing = new Set(['202', '209', '210', '225', '236', '242', '252', '319', '394', '425', '999']);

/**
 * What a failed call becomes: `warehouse.unavailable` and `warehouse.disk_full` (try again), `warehouse.limit` (the statement is too
 * large) or `warehouse.failed`.
 * An abort by the caller's own signal is handed on as it is.
 */
export function mapError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof AppError) return error;
  if (isFull(error))
    return new AppError('warehouse.disk_full', { params: { seconds: 30 }, retryAfterSeconds: 30, cause: error });
  if (!(error instanceof ClickHouseError))
    return isLost(error) ? unavailable(error) : new AppError('warehouse.failed', { cause: error });
  // "(total)": the whole engine is short of memory, through whatever else runs; this statement may be small.
  if (passing.has(error.code) || (error.code === '241' && error.message.includes('(total)'))) return unavailable(error);
  const limit = limits[error.code];
  return limit === undefined
    ? new AppError('warehouse.failed', { cause: error })
    : new AppError('warehouse.limit', { params: { limit }, cause: error });
}

export const unavailable = (cause?: unknown): AppError =>
  new AppError('warehouse.unavailable', { params: { seconds: 1 }, retryAfterSeconds: 1, cause });

const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function isLost(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== undefined && lostCodes.has(code)) return true;
  return error instanceof Error && /socket hang up|aborted|Timeout error|premature|terminated/i.test(error.message);
}

/** NOT_ENOUGH_SPACE, or the system's own error by whichever name the engine hands it on; or on the way of a block to the disk. */
function isFull(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ClickHouseError && code === '243') return true;
  return code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|Disk quota exceeded/.test(message);
}
