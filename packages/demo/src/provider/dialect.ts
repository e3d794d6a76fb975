import type { Fault, Plan, Usage } from './plan.ts';

export type Json = { readonly [key: string]: unknown };

/** What is asked of the model, read from any dialect. */
export type Ask = {
  model: string;
  stream: boolean;
  /** The last thing a person said, and the tool results since. */
  lastUser: string;
  toolResults: readonly string[];
  tools: readonly string[];
  maxTokens: number | null;
  /** The last word when streaming by chat completions. */
  wantsUsage: boolean;
  /** Everything said, for counting. */
  promptText: string;
};

/** A request with its plan filled in: what the answer is made of. */
export type Turn = {
  id: string;
  /** Unix seconds. */
  created: number;
  ask: Ask;
  text: string | null;
  reasoning: string | null;
  refusal: string | null;
  calls: readonly { id: string; name: string; arguments: string }[];
  truncated: boolean;
  usage: Usage;
};

export type ServerEvent = { event: string | null; data: object | '[DONE]' };

/** One provider's way to speak: a small pure file. */
export type Dialect = {
  readonly path: string;
  /** Throws a sentence where the request is not one. */
  ask(body: Json): Ask;
  answer(turn: Turn): object;
  events(turn: Turn): ServerEvent[];
  refuse(fault: Exclude<Fault, 'bad_json' | 'broken_stream'> | 'invalid', message: string): Refusal;
};

export type Refusal = { status: number; body: object };

/** Text of a message's content: a string, or parts with `text`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isJson(part) && typeof part['text'] === 'string' ? part['text'] : '')).join(' ');
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

export const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Throws where a request leaves out what every request has. */
export function modelOf(body: Json): string {
  if (typeof body['model'] !== 'string' || body['model'] === '') throw new Error('you must provide a model parameter');
  return body['model'];
}

/** Text as it streams, in pieces of a few words. */
export const piecesOf = (text: string): string[] => text.match(/.{1,24}/gsu) ?? [];

export type Behaviour = (ask: Ask) => Plan;
