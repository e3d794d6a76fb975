import { join } from 'node:path';
import type { Config } from '../../spine/config/areas.ts';
import type { Logger } from '../../spine/log.ts';
import type { Ingest, IngestRequest } from '../index.ts';
import { teed } from './teed.ts';
import { Tee } from './tee.ts';

/** `of`: the same ingest, teed where the configuration says so. */
type OpenTee = { of(ingest: Ingest): Ingest; close(): Promise<void> };

export function openTee({ tee, state }: Pick<Config, 'tee' | 'state'>, log: Logger): OpenTee {
  if (tee.url === null) return { of: (ingest) => ingest, close: async () => {} };
  const running = new Tee({
    url: tee.url,
    headers: headersOf(tee.headers ?? ''),
    folder: teeFolder(state.dataDir),
    queueBytes: tee.queueBytes,
    onLost: (what) => log.warn(what, 'copies for the second endpoint were lost'),
  });
  const signals = tee.signals.split(',') as IngestRequest['signal'][];
  return { of: (ingest) => teed(ingest, running, signals), close: () => running.close() };
}

export const teeFolder = (dataDir: string): string => join(dataDir, 'tee');

/** As OTEL_EXPORTER_OTLP_HEADERS: name=value pairs between commas, values percent-encoded or not. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
