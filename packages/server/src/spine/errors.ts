import { catalogue, type ErrorCode } from './error-catalogue.ts';

export type FieldError = { path: string; message: string };
type Options = {
  params?: Record<string, string | number>;
  fields?: readonly FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** The one error that verbs, views and edges throw on purpose. Codes, statuses and words stand in the catalogue. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly params: Record<string, string | number>;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: Options = {}) {
    const entry = catalogue[code];
    super(fill(entry.detail, options.params ?? {}), options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = entry.status;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get title(): string {
    return catalogue[this.code].title;
  }
}

const fill = (template: string, params: Record<string, string | number>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
