import { contentTypes } from '../otlp/respond.ts';
import type { TeeRecord } from './record.ts';

/** `again`: it may work later; after `afterMs` if the other side said so. `no`: it never will. */
export type Outcome = { is: 'sent' } | { is: 'again'; why: string; afterMs: number | null } | { is: 'no'; why: string };
/** `url`: base of OTLP over HTTP, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
export type Target = { url: string; headers: Readonly<Record<string, string>> };

const patienceMs = 15_000;
/** OTLP's list of what is sent again. */
const again = new Set([408, 429, 502, 503, 504]);

/** One request as it was received, with the target's headers instead of the sender's key. Never throws. */
export async function send(target: Target, record: TeeRecord, stop: AbortSignal): Promise<Outcome> {
  const { signal, contentType, encoding, body } = record;
  try {
    const answer = await fetch(`${target.url.replace(/\/+$/, '')}/v1/${signal}`, {
      method: 'POST',
      headers: {
        ...target.headers,
        'content-type': contentTypes[contentType],
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      },
      body: Buffer.from(body),
      // Where a redirect leads to, the headers with the key would go too.
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(patienceMs)]),
    });
    await answer.body?.cancel();
    if (answer.ok) return { is: 'sent' };
    const why = `answered ${answer.status}`;
    return again.has(answer.status)
      ? { is: 'again', why, afterMs: retryAfterMs(answer.headers.get('retry-after')) }
      : { is: 'no', why };
  } catch (error) {
    return { is: 'again', why: reasonOf(error), afterMs: null };
  }
}

function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : null;
}

/** Short, and without the address: it is shown to people who may not know it. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? 'did not answer in time' : `cannot be reached (${cause?.code ?? name})`;
}
