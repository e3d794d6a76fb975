import { AppError } from '../../../spine/errors.ts';

/** Said before a row is read, of the statement alone. Others may quote a value of a row, also of one that was left out. */
const ofStatement = new Set(['35', '42', '43', '44', '46', '47', '53', '179', '184', '207', '215', '352', '386']);

/** What the asker is told of a statement that was understood here and failed in the engine. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'warehouse.failed') return error;
  const { code, message, type } = (error.cause ?? {}) as { code?: string; message?: string; type?: string };
  if (code === undefined || !/^\d+$/.test(code)) return error;
  const said = ofStatement.has(code) ? firstWords(message ?? '') : '';
  const reason = said === '' ? `A value does not fit what is done with it (${type ?? code}).` : said;
  return new AppError('monitoring.sql_failed', { params: { reason }, cause: error });
}

/** Up to where the engine begins to quote the statement as it was printed for it. */
const firstWords = (message: string): string =>
  (
    /^(.*?)(?:[.:]? (?:In scope|While processing|while executing|in query|In query)\b|\. Maybe|: While|\(version|\{|$)/s.exec(
      message,
    )?.[1] ?? ''
  )
    .replaceAll(/\s+/g, ' ')
    .slice(0, 240)
    .trim();
