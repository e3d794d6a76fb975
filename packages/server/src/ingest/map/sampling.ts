/** OpenTelemetry's probability sampling: `ot=th:<threshold>` in tracestate, hex digits of a fraction of 2^56, right-padded. */
const threshold = /(?:^|[,\s])ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?=[;,\s]|$)/;

/**
 * How many traces of its kind a sampled trace stands for: 1 / (1 − threshold / 2^56). 1 for a trace that was kept whole,
 * null where its client says nothing that can be read.
 */
export function sampleWeight(traceState: string): number | null {
  if (traceState === '' || !traceState.includes('th:')) return null;
  const digits = threshold.exec(traceState)?.[1];
  if (digits === undefined) return null;
  return 1 / (1 - Number.parseInt(digits.padEnd(14, '0'), 16) / 2 ** 56);
}
