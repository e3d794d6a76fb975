import { AppError } from '../spine/errors.ts';
import type { Logger } from '../spine/log.ts';

/** Why telemetry was not taken. `retryAfterSeconds` is there when sending the same again makes sense. */
export type TelemetryRefusal = { status: number; text: string; retryAfterSeconds?: number };

/**
 * What is told of a failure at any door of telemetry, with HTTP's status for it; failures of ours are logged. One that nobody
 * foresaw is 503, not 500: exporters send again after 503, after 500 they drop the batch.
 */
export function telemetryRefusal(log: Logger, path: string, thrown: unknown): TelemetryRefusal {
  const error = thrown instanceof AppError ? thrown : new AppError('internal.unexpected', { cause: thrown });
  const status = error.code === 'internal.unexpected' ? 503 : error.status;
  if (status >= 500) log.error({ path, code: error.code, err: error.cause ?? error }, 'telemetry refused');
  const again = status === 429 || status === 503;
  return {
    ...{ status, text: `${error.code}: ${error.message}` },
    ...(again && { retryAfterSeconds: error.retryAfterSeconds ?? 1 }),
  };
}
