import type { LlmAnswer, LlmRequest } from '../../ports/llm.ts';

export type Json = { readonly [key: string]: unknown };
/** What an answer says, before times are known. */
export type Completion = Omit<LlmAnswer, 'ms' | 'firstMs' | 'attempts'>;

/** One provider's way to speak. Whatever an answer holds, reading it throws `Malformed` or gives a completion. */
export type Dialect = {
  /** What is added to the base URL. */
  path(basePath: string): string;
  headers(apiKey: string | null): { [name: string]: string };
  body(request: LlmRequest): object;
  read(answer: unknown): Completion;
  reader(): EventReader;
};
/** Takes the events of a stream one by one. */
export type EventReader = {
  /** true = something was said: text, reasoning or a call. */
  take(event: Json): boolean;
  /** Throws `Malformed` where the stream ended before the answer did. */
  end(): Completion;
};

/** A sentence without its full stop. */
export class Malformed extends Error {}
/** The provider's own error, in the middle of a stream. */
export class StreamError extends Error {
  readonly body: Json;
  constructor(body: Json) {
    super('The provider broke off with an error.');
    this.body = body;
  }
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): Json => (isJson(value) ? value : {});
export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
export const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** A count of tokens; null where none is told, or what is told cannot be one. */
export const tokensOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Parameters without those that the port sets itself. */
export const withoutOwn = (parameters: Json, own: readonly string[]): { [key: string]: unknown } =>
  Object.fromEntries(Object.entries(parameters).filter(([key]) => !own.includes(key)));
/** Some servers' grammars refuse a tool without a schema. */
export const anyObject: Json = { type: 'object', properties: {} };
