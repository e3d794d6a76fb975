import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { AppError } from '../../spine/errors.ts';

/** The refresh token counts no more: signed out, disabled or taken back there. Not that our own client is refused. */
export const isTokenRefusal = (error: unknown): boolean =>
  error instanceof ResponseBodyError && error.error === 'invalid_grant';

/** The provider tells nothing of this person any more, though the access token is new. */
export const isPersonRefusal = (error: unknown): boolean =>
  error instanceof WWWAuthenticateChallengeError && (error.status === 401 || error.status === 403);

/** Any failure as `access.provider_failed`: the provider's own error code, never its text, which may hold anything. */
export function failure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('access.provider_failed', { params: { reason: reasonOf(error) }, cause: error });
}

function reasonOf(error: unknown): string {
  const told = error instanceof AuthorizationResponseError || error instanceof ResponseBodyError;
  if (told) return word(error.error);
  if (error instanceof WWWAuthenticateChallengeError) return word(error.cause[0]?.parameters.error ?? 'a challenge');
  if (error instanceof ClientError) return word(error.code ?? 'an answer that does not fit');
  return 'nothing';
}

const word = (text: string): string => text.replace(/[^\w .-]/g, '').slice(0, 60);
