import { AppError } from '../../spine/errors.ts';
import type { ErrorCode } from '../../spine/error-catalogue.ts';
import { isJson, listOf, objectOf, wordOf } from './dialect.ts';

/** Why there is no answer. `mayRepeat`: the provider cannot have begun one, so asking again costs nothing. */
export class Refusal extends Error {
  readonly told: AppError;
  readonly mayRepeat: boolean;
  constructor(told: AppError, mayRepeat: boolean) {
    super(told.message, { cause: told });
    this.told = told;
    this.mayRepeat = mayRepeat;
  }
}

type Answered = { status: number; body: string; retryAfter: string | null; now: number };

/** What an answer that is none means. `apiKey` is taken out of what it says, should it repeat it. */
export function refusalOf({ status, body, retryAfter, now }: Answered, apiKey: string | null): Refusal {
  const { message, kinds } = errorIn(body);
  const said = printed(message, apiKey);
  const code = codeOf(status, kinds, message);
  const seconds = retryAfterSeconds(retryAfter, now);
  const wait = seconds === null ? {} : { retryAfterSeconds: seconds };
  // A quota that is used up is told with the same status, and is not back in a minute.
  const isOver = kinds.some((kind) => /quota|billing|credit/.test(kind));
  const mayRepeat = (code === 'model.rate_limited' && !isOver) || code === 'model.overloaded';
  return new Refusal(new AppError(code, { params: { status, said }, ...wait }), mayRepeat);
}

function codeOf(status: number, kinds: readonly string[], message: string): ErrorCode {
  if (status >= 300 && status < 400) return 'model.redirected';
  if (kinds.includes('context_length_exceeded') || (status < 500 && tooLong.test(message))) return 'model.too_long';
  if (kinds.some((kind) => /content_?filter|content_policy|ResponsibleAI/i.test(kind))) return 'model.filtered';
  if (status === 401 || status === 403) return 'model.key_refused';
  if (status === 429 || kinds.includes('rate_limit_error')) return 'model.rate_limited';
  if (status === 503 || status === 529 || kinds.includes('overloaded_error')) return 'model.overloaded';
  return status >= 400 && status < 500 ? 'model.refused' : 'model.failed';
}

/** In the words of OpenAI, Anthropic, vLLM, llama.cpp and Ollama. */
const tooLong =
  /maximum context length|context (?:length|window|size)|prompt is too long|input is too long|exceeds? (?:the )?(?:available )?context/i;

/** `{error: {message, type, code}}` of both dialects, `{error: "…"}` of Ollama, `{detail: …}` of FastAPI, or just text. */
function errorIn(body: string): { message: string; kinds: string[] } {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return { message: body, kinds: [] };
  }
  const error = objectOf(read)['error'] ?? objectOf(read)['detail'] ?? read;
  if (!isJson(error))
    return {
      message:
        wordOf(error) ??
        listOf(error)
          .map((one) => wordOf(one['msg']))
          .join(', '),
      kinds: [],
    };
  const inner = objectOf(error['innererror']);
  const kinds = [error['type'], error['code'], inner['code']].flatMap((kind) => wordOf(kind) ?? []);
  return { message: wordOf(error['message']) ?? '', kinds };
}

const mostLetters = 300;
/** For a page and a terminal: one line without control characters, and without the key. */
export function printed(text: string, apiKey: string | null): string {
  const safe = apiKey === null ? text : text.replaceAll(apiKey, '…');
  const line = safe
    .slice(0, 4000)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line === '' ? 'nothing' : line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line;
}

/** Seconds or a date; null where none is told, or none that can be. */
function retryAfterSeconds(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\d{1,6}(?:\.\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
