import { queryOptions } from '@tanstack/react-query';
import { bytes, count } from '../../format/number.ts';
import { read } from '../api.ts';

/** As GET /api/v1/figures tells it. */
export type Sample = { suffix: string; labels: Record<string, string>; value: number };
export type Figure = {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  advice: string;
  samples: Sample[];
};

export const figuresQuery = queryOptions({
  queryKey: ['figures'],
  queryFn: ({ signal }) => read<{ items: Figure[] }>('/figures', { signal }),
  refetchInterval: 10_000,
  retry: false,
});

/** A figure in words, a line each; none = it is not known, or nothing happened. */
export function valuesOf({ name, type, samples }: Figure): string[] {
  if (type === 'histogram') return timesOf(samples);
  const states = samples.filter(({ labels }) => 'state' in labels);
  if (states.length > 0) return states.filter(({ value }) => value === 1).map(({ labels }) => labels['state']!);
  return samples.map(({ labels, value }) => [...Object.values(labels), valueIn(name, value)].join(' '));
}

/** Median and 95th percentile as the bucket that holds them: "at most". */
function timesOf(samples: readonly Sample[]): string[] {
  const total = samples.find(({ suffix }) => suffix === '_count')?.value ?? 0;
  if (total === 0) return [];
  const buckets = samples.filter(({ suffix }) => suffix === '_bucket');
  const within = (part: number): string => {
    const le = buckets.find(({ value }) => value >= part * total)?.labels['le'] ?? '+Inf';
    return le === '+Inf' ? 'over 30 s' : `≤ ${Number(le) < 1 ? `${Number(le) * 1_000} ms` : `${le} s`}`;
  };
  return [`p50 ${within(0.5)}, p95 ${within(0.95)}`, `${count(total)} in all`];
}

function valueIn(name: string, value: number): string {
  if (/_bytes(_total)?$/.test(name)) return bytes(value);
  if (/_ratio$/.test(name)) return `${(value * 100).toFixed(1)} %`;
  if (/_seconds(_total)?$/.test(name)) return `${value < 10 ? value.toFixed(1) : count(Math.round(value))} s`;
  if (name.endsWith('_up')) return value === 1 ? 'up' : 'down';
  return count(value);
}

/** "signalbox_spool_age_seconds" → "Spool age": the unit stands at the value. */
export function titleOf(name: string): string {
  const words = name
    .replace(/^signalbox_/, '')
    .replace(/_total$/, '')
    .replace(/_(seconds|bytes|ratio)$/, '')
    .replaceAll('_', ' ');
  return (
    words.charAt(0).toUpperCase() + words.slice(1) + (name.includes('bytes') && /accepted/.test(name) ? ' (bytes)' : '')
  );
}
