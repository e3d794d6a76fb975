import type { StepDetail } from '../../contract.ts';
import { parsed } from './message.ts';

type Fields = Record<string, unknown>;

/** Events of a span from its column: a JSON array, '' for none. */
export const eventsOf = (column: string): StepDetail['events'] =>
  listOf(column).map((event) => ({
    time: timeOf(event['time']),
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

/** ISO 8601 with nanoseconds, as ingest wrote it. */
const timeOf = (value: unknown): string => (Number.isNaN(Date.parse(textOf(value))) ? '' : textOf(value));

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
