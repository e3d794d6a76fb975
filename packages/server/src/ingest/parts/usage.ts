import { decimalOf } from '../dialects/attribute.ts';
import { isObject, type JsonObject } from '../content/json.ts';
import type { Columns } from './merge.ts';

const costNames = [
  ['input', 'inputCost'],
  ['output', 'outputCost'],
  ['total', 'totalCost'],
] as const;
/** `unit` of usage that is counted in tokens; others (characters, milliseconds) say nothing about tokens. */
const tokens = /^tokens?$/i;

/** Usage by Langfuse's free keys. Before version 3 it was called `usage`, could count other things, and held the cost too. */
export function usageDetails(columns: Columns): JsonObject | undefined {
  const details = columns.get('usageDetails');
  if (isObject(details)) return details;
  const usage = columns.get('usage');
  if (!isObject(usage)) return undefined;
  const { unit } = usage;
  if (typeof unit === 'string' && !tokens.test(unit)) return undefined;
  const counts = Object.entries(usage).filter(([key, value]) => key !== 'unit' && !/Cost$/.test(key) && value !== null);
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}

/** Cost in USD by the same keys. */
export function costDetails(columns: Columns): JsonObject | undefined {
  const details = columns.get('costDetails');
  if (isObject(details)) return details;
  const usage = columns.get('usage');
  if (!isObject(usage)) return undefined;
  const costs = costNames.flatMap(([key, sent]) => {
    const cost = decimalOf(usage[sent]);
    return cost === undefined ? [] : [[key, cost] as const];
  });
  return costs.length === 0 ? undefined : Object.fromEntries(costs);
}
