/** What can go wrong, in words that stay. */
export type SignalboxCode =
  | 'misconfigured'
  | 'unavailable'
  | 'refused'
  | 'not_deployed'
  | 'no_prompt'
  | 'variables_unfit'
  | 'not_rendered'
  | 'dropped'
  | 'closed';

/** `status`: of the server's answer, where there was one. */
export class SignalboxError extends Error {
  override readonly name = 'SignalboxError';
  readonly code: SignalboxCode;
  readonly status: number | null;

  constructor(code: SignalboxCode, message: string, more: { status?: number; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.status = more.status ?? null;
  }
}

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
