import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Imported, ImportRequest } from '../ingest/importers/index.ts';
import { type ClientFlags, refusalOf, serverOf } from './api-client.ts';

const compress = promisify(gzip);
const patienceMs = 60_000;
const mostTries = 6;

/** `there`: it was in the workspace already. `refused`: what the server would not keep of it. */
export type Sent = { there: boolean; refused: string[] };
type Answer = {
  errors?: { id?: string; message?: string }[];
  refused?: { message: string }[];
  partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
};

/**
 * Sends what was read to a server's public API. A run that is there in full is left alone; one that is there in part, or that begins at
 * another moment than `at` by an import of another day, is sent as it began: so nothing is there twice.
 * @param at Unix milliseconds that runs without a time are filed under
 */
export function importClient(flags: ClientFlags, at: number, again: boolean): (imported: Imported) => Promise<Sent> {
  const { base, key } = serverOf(flags, 'ingest and read');
  const headers = { 'x-signalbox-key': key };

  const ask = async (path: string, request: RequestInit): Promise<Response> => {
    for (let tries = 1; ; tries++) {
      const signal = AbortSignal.timeout(patienceMs);
      const answer = await fetch(base + path, { ...request, signal }).catch((cause: unknown) => {
        throw new Error(`No Signalbox answers at ${base}. Is it the right address (--url), and does it run?`, {
          cause,
        });
      });
      if ((answer.status !== 429 && answer.status !== 503) || tries === mostTries) return answer;
      await answer.body?.cancel();
      await sleep(Math.min(30, Number(answer.headers.get('retry-after')) || 2 ** tries) * 1000);
    }
  };

  const post = async ({ path, body }: ImportRequest): Promise<string[]> => {
    const packed = await compress(JSON.stringify(body));
    const more = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await ask(path, { method: 'POST', headers: { ...headers, ...more }, body: packed });
    const text = await answer.text();
    if (answer.ok) return refusedOf(JSON.parse(text) as Answer);
    const why = refusalOf(text) ?? `${base} answered ${answer.status} to POST ${path}.`;
    // Of this request alone: the next may be better.
    if (answer.status === 400 || answer.status === 413) return [why];
    throw new Error(why);
  };

  const found = async (runId: string): Promise<{ startedAt: string; steps: number } | null> => {
    const answer = await ask(`/api/v1/runs/${runId}`, { headers });
    const text = await answer.text();
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(refusalOf(text) ?? `${base} answered ${answer.status} to GET /api/v1/runs.`);
    return (JSON.parse(text) as { run: { startedAt: string; steps: number } }).run;
  };

  return async (imported) => {
    const run = imported.runId === null ? null : await found(imported.runId);
    if (run !== null && run.steps >= imported.steps && !again) return { there: true, refused: [] };
    const refused: string[] = [];
    const start = run === null ? at : Date.parse(run.startedAt);
    // Labels that are sent once more are a later word than those before.
    const told = again ? Date.now() : start;
    for (const request of imported.requests(start, told)) refused.push(...(await post(request)));
    return { there: false, refused };
  };
}

function refusedOf({ errors = [], refused = [], partialSuccess = {} }: Answer): string[] {
  const { rejectedSpans = 0, errorMessage = '' } = partialSuccess;
  return [
    ...errors.map(({ id = '', message = '' }) => `${id}: ${message}`),
    ...refused.map(({ message }) => message),
    ...(Number(rejectedSpans) > 0 ? [`${rejectedSpans} spans: ${errorMessage}`] : []),
  ];
}
