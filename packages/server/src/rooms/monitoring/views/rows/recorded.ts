import type { StepDetail } from '../../contract.ts';
import { parsed } from './message.ts';
import { isoOfNs } from './time.ts';

type Fields = Record<string, unknown>;

/** Events of a span from its column: a JSON array, '' for none. */
export const eventsOf = (column: string): StepDetail['events'] =>
  listOf(column).map((event) => ({
    time: timeOf(event['timeNs']),
    name: textOf(event['name']),
    attributes: fieldsOf(event['attributes']),
  }));

export const linksOf = (column: string): StepDetail['links'] =>
  listOf(column).map((link) => ({
    traceId: textOf(link['traceId']),
    spanId: textOf(link['spanId']),
    attributes: fieldsOf(link['attributes']),
  }));

function listOf(column: string): Fields[] {
  const value = column === '' ? [] : parsed(column);
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** Unix nanoseconds, as text since JSON numbers cannot hold them. */
const timeOf = (value: unknown): string => isoOfNs(typeof value === 'string' && /^\d{1,19}$/.test(value) ? value : '0');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
