import { AppError } from '../spine/errors.ts';

/** ISO 8601 in UTC with milliseconds. A time without a zone is read as UTC: a server's own zone is nobody's business. */
export function isoTime(text: string, flag: string): string {
  const time = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(time.getTime()))
    throw new AppError('config.invalid', {
      params: { reason: `${flag} must look like 2026-11-22T10:00:00Z; got ${text}` },
    });
  return time.toISOString();
}
