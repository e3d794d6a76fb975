import type { OutgoingHttpHeaders } from 'node:http';
import type { EventReply } from '../../ingest/parts/read-batch.ts';
import type { TelemetryRefusal } from '../telemetry-refusal.ts';

/** Answers in the shapes that Langfuse's clients read. */
export type Answer = { status: number; body: object; headers?: OutgoingHttpHeaders };

/** 207, whatever became of the events: each has its own status. */
export const batchAnswer = (events: readonly EventReply[]): Answer => ({
  status: 207,
  body: {
    successes: events.filter(({ status }) => status === 201).map(({ id, status }) => ({ id, status })),
    errors: events.flatMap(({ id, status, message }) =>
      status === 201 ? [] : [{ id, status, message, error: nameOf(status) }],
    ),
  },
});

/** Of one trace or score: its id, or why it was not taken. */
export const singleAnswer = ({ id, status, message }: EventReply): Answer =>
  status === 201 ? { status: 200, body: { id } } : { status, body: { message, error: nameOf(status) } };

export const refusalAnswer = ({ status, text, retryAfterSeconds }: TelemetryRefusal): Answer => ({
  status,
  body: { message: text, error: nameOf(status) },
  ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
});

const names: { readonly [status: number]: string | undefined } = {
  400: 'InvalidRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'LangfuseNotFoundError',
  405: 'MethodNotAllowedError',
  413: 'PayloadTooLargeError',
  415: 'UnsupportedMediaTypeError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
};
const nameOf = (status: number): string => names[status] ?? 'InternalServerError';
