import type { BatchForm } from '../../ingest/parts/read-batch.ts';

/** What an address of Langfuse's public API stands for here. `unknown`: an address of it that nothing answers. */
export type LangfuseRoute =
  | { of: 'telemetry'; method: 'POST'; form: BatchForm }
  | { of: 'health'; method: 'GET' }
  | { of: 'projects'; method: 'GET' }
  | { of: 'unknown'; method: null };

const root = '/api/public/';
const routes: { readonly [name: string]: LangfuseRoute | undefined } = Object.assign(Object.create(null) as object, {
  ingestion: { of: 'telemetry', method: 'POST', form: 'batch' },
  traces: { of: 'telemetry', method: 'POST', form: 'trace' },
  scores: { of: 'telemetry', method: 'POST', form: 'score' },
  health: { of: 'health', method: 'GET' },
  projects: { of: 'projects', method: 'GET' },
} satisfies Record<string, LangfuseRoute>);

/** null for addresses that are not Langfuse's. */
export function langfuseRoute(url: string): LangfuseRoute | null {
  const path = url.split('?')[0]!;
  if (!path.startsWith(root)) return null;
  return routes[path.slice(root.length).replace(/\/$/, '')] ?? { of: 'unknown', method: null };
}
