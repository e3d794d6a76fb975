import { AppError } from '../../spine/errors.ts';

/** disk_full, as PostgreSQL and PGlite both name it. */
const diskFull = '53100';

/** An error of a statement: a full disk becomes `state.disk_full`, all others stay as they are. */
export function sqlError<E>(error: E): E | AppError {
  if ((error as { code?: string }).code !== diskFull) return error;
  return new AppError('state.disk_full', { params: { seconds: 30 }, retryAfterSeconds: 30, cause: error });
}

/** Nobody answers. */
export const stateUnavailable = (cause: unknown): AppError =>
  new AppError('state.unavailable', { params: { seconds: 2 }, retryAfterSeconds: 2, cause });
