import type { LlmEndpoint, LlmRequest } from '../../ports/llm.ts';
import type { Clock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { beginning, eventData, wholeText } from './bounded.ts';
import { type Completion, type Dialect, isJson, Malformed, StreamError } from './dialect.ts';
import { exchange, refusalOfConnection, type Reply, type Resolve } from './exchange.ts';
import { openai } from './openai/openai.ts';
import { printed, Refusal, refusalOf } from './refusal.ts';

const dialects: { readonly [name in LlmEndpoint['dialect']]: Dialect } = { openai, anthropic };
export type Attempt = Completion & { ms: number; firstMs: number | null };

/** Asks once. Rejects with `Refusal`, or what the signal was aborted with. */
export async function attempt(
  { dialect: name, baseUrl, apiKey }: LlmEndpoint,
  request: LlmRequest,
  { clock, signal, resolve }: { clock: Clock; signal: AbortSignal; resolve: Resolve },
): Promise<Attempt> {
  const dialect = dialects[name];
  const base = URL.parse(baseUrl);
  if (base === null) throw malformed('The base URL is no address');
  const root = base.pathname.replace(/\/+$/, '');
  base.pathname = root + dialect.path(root);
  const began = clock.monotonic();
  const since = (): number => Math.round(clock.monotonic() - began);
  try {
    const body = JSON.stringify(dialect.body(request));
    const reply = await exchange({ url: base, headers: dialect.headers(apiKey), body, signal }, resolve);
    if (reply.status < 200 || reply.status > 299) throw await refusalIn(reply, { apiKey, now: clock.now() });
    const isStream = /^text\/event-stream/i.test(reply.headers['content-type'] ?? '');
    if (!request.stream || !isStream) {
      const answer = parsed(await wholeText(reply.chunks), apiKey);
      // Some gateways tell errors with status 200.
      if (isJson(answer) && isJson(answer['error'])) throw new StreamError(answer);
      return { ...dialect.read(answer), ms: since(), firstMs: null };
    }
    let firstMs: number | null = null;
    const reader = dialect.reader();
    for await (const data of eventData(reply.chunks)) {
      const event = parsed(data, apiKey);
      if (!isJson(event)) throw new Malformed('An event of the stream is no object');
      if (reader.take(event)) firstMs ??= since();
    }
    return { ...reader.end(), ms: since(), firstMs };
  } catch (error) {
    // In the middle of a body an abort looks like a connection that broke.
    if (signal.aborted) throw signal.reason;
    if (error instanceof Malformed) throw malformed(error.message);
    if (error instanceof StreamError) {
      const told = { status: 200, body: JSON.stringify(error.body), retryAfter: null, now: clock.now() };
      // It had begun: asking again would pay twice.
      throw new Refusal(refusalOf(told, apiKey).told, false);
    }
    throw refusalOfConnection(error, base.host);
  }
}

async function refusalIn(reply: Reply, { apiKey, now }: { apiKey: string | null; now: number }): Promise<Refusal> {
  // Told in the status already; what it says beside is worth nothing when it does not come.
  const body = await beginning(reply.chunks);
  return refusalOf({ status: reply.status, body, retryAfter: reply.headers['retry-after'] ?? null, now }, apiKey);
}

function parsed(text: string, apiKey: string | null): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed(`It begins with "${printed(text.slice(0, 4000), apiKey).slice(0, 60)}", which is no JSON`);
  }
}

const malformed = (reason: string): Refusal =>
  new Refusal(new AppError('model.malformed', { params: { reason } }), false);
