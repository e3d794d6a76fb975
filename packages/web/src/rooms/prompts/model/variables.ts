import type { Content } from 'signalbox/contract/prompts';

export const variableTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;
type VariableType = (typeof variableTypes)[number];
export type VariableRow = { name: string; type: VariableType; required: boolean; description: string };
type Schema = Content['variables'];

/** A JSON Schema as rows, where it says no more than rows can; null = it says more, and is written as JSON. */
export function rowsOfSchema(schema: Schema): VariableRow[] | null {
  const { type, properties = {}, required = [], ...more } = schema;
  if (type !== 'object' || Object.keys(more).length > 0 || !Array.isArray(required)) return null;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return null;
  if (!required.every((name) => typeof name === 'string' && Object.hasOwn(properties, name))) return null;
  const rows: VariableRow[] = [];
  for (const [name, of] of Object.entries(properties)) {
    if (typeof of !== 'object' || of === null || Array.isArray(of)) return null;
    const { type: own, description = '', ...rest } = of;
    const known = variableTypes.find((one) => one === own);
    if (known === undefined || typeof description !== 'string' || Object.keys(rest).length > 0) return null;
    rows.push({ name, type: known, required: required.includes(name), description });
  }
  return rows;
}

/** Rows without a name are not there yet; of two with one name the last holds. */
export function schemaOfRows(rows: readonly VariableRow[]): Schema {
  const named = rows.map((row) => ({ ...row, name: row.name.trim() })).filter((row) => row.name !== '');
  const properties = Object.fromEntries(
    named.map(({ name, type, description }) => [name, { type, ...(description === '' ? {} : { description }) }]),
  );
  const required = [...new Set(named.filter((row) => row.required).map((row) => row.name))];
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}
