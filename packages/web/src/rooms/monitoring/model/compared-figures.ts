import type { Run } from 'signalbox/contract/monitoring';
import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import { duration } from '../../../format/duration.ts';
import { count, unknown, usd } from '../../../format/number.ts';

type Figure = { name: string; a: string; b: string; difference: string };

/** Figures of two runs as text; of what is unknown on either side there is no difference. */
export function comparedFigures(a: Run, b: Run): Figure[] {
  const of = (name: string, read: (run: Run) => number | null, text: (n: number) => string): Figure => {
    const [one, two] = [read(a), read(b)];
    const shown = (value: number | null): string => (value === null ? unknown : text(value));
    return {
      name,
      a: shown(one),
      b: shown(two),
      difference: one === null || two === null ? unknown : signed(two - one, text),
    };
  };
  return [
    of('Duration', (run) => run.durationMs, duration),
    of('Cost, USD', (run) => run.costUsd, usd),
    of('Steps', (run) => run.steps, count),
    of('Model calls', (run) => run.modelCalls, count),
    of('Tool calls', (run) => run.toolCalls, count),
    of('Errors', (run) => run.errors, count),
    of('Input tokens', (run) => run.tokens.input, count),
    of('Output tokens', (run) => run.tokens.output, count),
  ];
}

const signed = (value: number, text: (n: number) => string): string =>
  value === 0 ? 'same' : `${value > 0 ? '+' : '−'}${text(Math.abs(value))}`;

/** What a row says of itself: which parts differ, with how much more or less where that is a size. */
export function differences({ a, b, differs }: Comparison['rows'][number]): string {
  return differs
    .map((what) => {
      if (what === 'missing') return a === null ? 'only on the right' : 'only on the left';
      if (what === 'error') return b?.step.isError ? 'failed on the right' : 'failed on the left';
      if (what === 'model') return `model ${a?.step.model ?? unknown} → ${b?.step.model ?? unknown}`;
      if (what === 'duration') return `${duration(a?.step.durationMs ?? 0)} → ${duration(b?.step.durationMs ?? 0)}`;
      if (what === 'tokens') return 'tokens differ';
      return `${what} ${count(a?.sizes[what] ?? 0)} → ${count(b?.sizes[what] ?? 0)} bytes`;
    })
    .join(', ');
}
