import { AppError } from '../spine/errors.ts';

const seconds = 5;

/** What cannot be recorded is not shown. */
export const notRecorded = (cause: unknown): AppError =>
  new AppError('access.not_recorded', { params: { seconds }, retryAfterSeconds: seconds, cause });
