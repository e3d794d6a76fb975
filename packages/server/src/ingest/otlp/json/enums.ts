import { within } from '../judge.ts';
import { type Json, field, integer, Misfit } from './fields.ts';

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (name) => `SPAN_KIND_${name}`,
);
const statuses = ['UNSET', 'OK', 'ERROR'].map((name) => `STATUS_CODE_${name}`);
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const severities = ['SEVERITY_NUMBER_UNSPECIFIED'].concat(
  levels.flatMap((level) => ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${level}${step}`)),
);

export const readKind = (from: Json): number => number(from, 'kind', kinds);
export const readStatusCode = (from: Json): number => number(from, 'code', statuses);
export const readSeverity = (from: Json): number => number(from, 'severityNumber', severities);

/** An enum as number or name; one that this version does not know counts as unspecified, as in the protobuf reader. */
function number(from: Json, name: string, names: readonly string[]): number {
  const value = field(from, name) ?? 0;
  if (typeof value === 'string' && !/^\d+$/.test(value)) return Math.max(0, names.indexOf(value));
  const known = integer(value);
  if (known === null) throw new Misfit(`${name} is neither a number nor a name`);
  return within(Number(known), names.length - 1);
}
