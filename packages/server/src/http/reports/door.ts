import type { IncomingMessage, ServerResponse } from 'node:http';
import { isListedOrigin, type KeyIdentity } from '../../access/index.ts';
import type { IngestReply } from '../../ingest/index.ts';
import { type ReportKind, reportKinds } from '../../ingest/reports/read-reports.ts';
import type { GrantedAction } from '../../spine/rights.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import type { Db } from '../../spine/tx.ts';
import { answerNow } from '../answer-now.ts';
import { readBounded, shareOf } from '../bounded-body.ts';
import { encodingOf, type TelemetryDeps } from '../otlp.ts';
import { asAppError, problemOf } from '../problem.ts';
import { senderOf, telemetryKey } from '../telemetry-sender.ts';
import type { ReportAnswer } from './contract.ts';
import { rateLimit } from './rate-limit.ts';

export type ReportDeps = TelemetryDeps & { db: Db; monotonic: () => number };
type Answer = { status: number; headers: Record<string, string>; body: object | null };
type Rates = ReturnType<typeof rateLimit>;

/** A report is small: far below what telemetry may send at once. */
const maxBody = 1 << 20;
/** From a page: whoever can read its key could fill the disk at the rate that it is let in. */
const maxPageBody = 64 << 10;
const rights: { [Kind in ReportKind]: readonly [GrantedAction, ...GrantedAction[]] } = {
  outcomes: ['telemetry.write'],
  feedback: ['feedback.write', 'telemetry.write'],
};

/**
 * Takes outcomes and feedback as telemetry is taken, on node's own request, and returns true; leaves every other address alone. Pages may
 * send feedback from origins that a key names.
 */
export function reportsDoor(deps: ReportDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const rates = rateLimit(deps.monotonic);
  return (request, response) => {
    const kind = kindOf(request.url ?? '');
    if (kind === null) return false;
    const cors: Record<string, string> = {};
    void take({ deps, rates, cors }, kind, request)
      .catch((thrown: unknown) => refusal(deps, request, thrown))
      .then(({ status, headers, body }) =>
        answerNow(request, response, {
          status,
          headers: { ...headers, ...cors, ...guarded },
          body: new TextEncoder().encode(body === null ? '' : JSON.stringify(body)),
        }),
      );
    return true;
  };
}

const guarded = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function kindOf(url: string): ReportKind | null {
  const name = /^\/api\/v1\/(\w+)$/.exec(url.split('?')[0]!)?.[1];
  return reportKinds.find((kind) => kind === name) ?? null;
}

/** `cors`: filled once it is known that the page may read the answer, be it a refusal. */
type Parts = { deps: ReportDeps; rates: Rates; cors: Record<string, string> };

async function take({ deps, rates, cors }: Parts, kind: ReportKind, request: IncomingMessage): Promise<Answer> {
  const { method, headers } = request;
  const { origin } = headers;
  if (method === 'OPTIONS' && kind === 'feedback' && origin !== undefined) return preflight(deps.db, origin, cors);
  if (method !== 'POST') {
    const params = { path: `/api/v1/${kind}`, allowed: 'POST' };
    throw new AppError('request.method_not_allowed', { params });
  }
  const key = headers['x-signalbox-key'];
  const shown = { key: Array.isArray(key) ? key[0] : key, authorization: headers.authorization };
  const who = await telemetryKey(deps.keys, shown, rights[kind]);
  if (who.origins !== undefined) letIn(who, origin, cors);
  const isPage = who.actor.scopes.includes('feedback');
  const seconds = isPage ? rates.take(who.actor.id) : 0;
  if (seconds > 0) throw new AppError('request.rate_limited', { params: { seconds }, retryAfterSeconds: seconds });
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new AppError('request.unsupported_type');
  const encoding = encodingOf(request);
  // A thousand times as long once it is inflated.
  if (isPage && encoding !== 'identity') throw new AppError('ingest.unsupported_encoding', { params: { encoding } });
  const limit = Math.min(isPage ? maxPageBody : maxBody, deps.maxBodyBytes);
  const body = await readBounded(request, limit, shareOf(deps.budget, who.actor.teamId, deps.maxBodyBytes));
  const reply = await deps.ingest.accept({ signal: kind, contentType: 'json', encoding, body, sender: senderOf(who) });
  if (isPage) rates.charge(who.actor.id, Math.max(0, (reply.events?.length ?? 0) - 1));
  return { status: 202, headers: { 'content-type': 'application/json' }, body: answerOf(reply) };
}

/** A key that names pages is good from them alone. */
function letIn({ origins = [] }: KeyIdentity, origin: string | undefined, cors: Record<string, string>): void {
  if (origin === undefined || !origins.includes(origin)) throw refused(origin);
  Object.assign(cors, { 'access-control-allow-origin': origin, vary: 'origin' });
}

async function preflight(db: Db, origin: string, cors: Record<string, string>): Promise<Answer> {
  if (!(await isListedOrigin(db, origin))) throw refused(origin);
  Object.assign(cors, {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, x-signalbox-key, authorization',
    'access-control-max-age': '600',
    vary: 'origin',
  });
  return { status: 204, headers: {}, body: null };
}

const refused = (origin: string | undefined): AppError =>
  new AppError('access.origin_refused', { params: { origin: (origin ?? 'a request without one').slice(0, 200) } });

function answerOf({ events = [] }: IngestReply): ReportAnswer {
  const refusedItems = events.flatMap(({ status, message = '' }, index) =>
    status === 201 ? [] : [{ index, code: status === 413 ? 'request.too_large' : 'request.invalid', message }],
  );
  return { accepted: events.length - refusedItems.length, refused: refusedItems };
}

/** A failure that nobody foresaw is 503, as for all telemetry: clients send again after it. */
function refusal({ log }: ReportDeps, request: IncomingMessage, thrown: unknown): Answer {
  const known = asAppError(thrown);
  const requestId = newId('req');
  if (known.status >= 500)
    log.error({ requestId, path: request.url, code: known.code, err: known.cause ?? known }, 'report refused');
  const isDefect = known.code === 'internal.unexpected';
  const error = isDefect ? new AppError('state.unavailable', { params: { seconds: 5 }, retryAfterSeconds: 5 }) : known;
  const { status, headers, body } = problemOf(error, requestId);
  return { status, headers: { ...headers, ...(status === 405 && { allow: 'POST' }) }, body };
}
