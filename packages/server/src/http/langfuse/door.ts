import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../spine/errors.ts';
import type { Db } from '../../spine/tx.ts';
import { answerNow } from '../answer-now.ts';
import { readBounded, shareOf } from '../bounded-body.ts';
import { encodingOf, type TelemetryDeps } from '../otlp.ts';
import { telemetryRefusal } from '../telemetry-refusal.ts';
import { telemetrySender } from '../telemetry-sender.ts';
import { type Answer, batchAnswer, refusalAnswer, singleAnswer } from './answers.ts';
import { projectsOf } from './project.ts';
import { langfuseRoute, type LangfuseRoute } from './route.ts';

export type LangfuseDeps = TelemetryDeps & { db: Db; version: string; retentionDays: number };

/**
 * Answers the part of Langfuse's public API that its SDKs send telemetry to, in Langfuse's shapes, and returns true; leaves
 * every other address alone. Stands in front of the app as OTLP's door does, and behind it: OTLP has addresses below it.
 */
export function langfuseHandler(deps: LangfuseDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const route = langfuseRoute(request.url ?? '');
    if (route === null) return false;
    void answer(deps, route, request).then(
      (given) => send(request, response, given),
      (error: unknown) => send(request, response, refusal(deps, request, error)),
    );
    return true;
  };
}

async function answer(deps: LangfuseDeps, route: LangfuseRoute, request: IncomingMessage): Promise<Answer> {
  const path = pathOf(request);
  if (route.of === 'unknown') throw new AppError('request.not_found', { params: { path } });
  if (request.method !== route.method) {
    const error = new AppError('request.method_not_allowed', { params: { path, allowed: route.method } });
    return { ...refusal(deps, request, error), headers: { allow: route.method } };
  }
  if (route.of === 'health') return { status: 200, body: { status: 'OK', version: deps.version } };
  const { headers } = request;
  const key = headers['x-signalbox-key'];
  const shown = { key: Array.isArray(key) ? key[0] : key, authorization: headers.authorization };
  const sender = await telemetrySender(deps.keys, shown);
  if (route.of !== 'telemetry') return { status: 200, body: await projectsOf(deps.db, sender, deps.retentionDays) };
  const encoding = encodingOf(request);
  const share = shareOf(deps.budget, sender.teamId, deps.maxBodyBytes);
  const body = await readBounded(request, deps.maxBodyBytes, share);
  const signal = `langfuse.${route.form}` as const;
  const { events = [] } = await deps.ingest.accept({ signal, contentType: 'json', encoding, body, sender });
  return route.form === 'batch' ? batchAnswer(events) : singleAnswer(events[0]!);
}

const refusal = (deps: LangfuseDeps, request: IncomingMessage, thrown: unknown): Answer =>
  refusalAnswer(telemetryRefusal(deps.log, pathOf(request), thrown));

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0]!;

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer): void {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  answerNow(request, response, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes,
  });
}
