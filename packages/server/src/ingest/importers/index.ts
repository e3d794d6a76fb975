import { agentrx } from './agentrx.ts';
import type { Format } from './imported.ts';
import { langfuseExport } from './langfuse-export.ts';
import { otlpFile } from './otlp-file.ts';
import { sweAgent } from './swe-agent.ts';
import { tauBench } from './tau-bench.ts';
import { whoAndWhen } from './who-and-when.ts';

export type { Format, Imported, ImportRequest, ReadRecord } from './imported.ts';
export { recordsOf } from './records.ts';

/** Formats of `signalbox import`, by name. Another one is a file and a line. */
export const formats = {
  who_and_when: whoAndWhen,
  agentrx,
  tau_bench: tauBench,
  swe_agent: sweAgent,
  otlp: otlpFile,
  langfuse: langfuseExport,
} satisfies Record<string, Format>;
