import { HTTPException } from 'hono/http-exception';
import type { Problem } from '../ports/edge.ts';
import { AppError } from '../spine/errors.ts';

export type ProblemAnswer = { status: number; headers: Record<string, string>; body: Problem };

/** Any thrown value as the catalogue knows it. What is not ours becomes `internal.unexpected`; its cause belongs into the log only. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException && error.status === 415) return new AppError('request.unsupported_type');
  if (error instanceof HTTPException && error.status === 400) {
    return new AppError('request.malformed', { params: { reason: 'The body is not valid JSON.' } });
  }
  return new AppError('internal.unexpected', { cause: error });
}

/** RFC 9457. `type` leads to the code's paragraph in docs/errors.md. */
export function problemOf(error: AppError, requestId: string): ProblemAnswer {
  const { code, title, status, fields } = error;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
      ...(code === 'access.unauthenticated' && { 'www-authenticate': 'Bearer realm="signalbox"' }),
    },
    body: { type: `urn:signalbox:error:${code}`, code, title, detail: error.message, requestId, fields: [...fields] },
  };
}
