import { createContext, Script } from 'node:vm';
import { type Schema, Validator } from '@cfworker/json-schema';
import type { PlaygroundCell } from '../contract-playground.ts';
import { nearest } from '../templates/values.ts';

export type SchemaFit = Pick<PlaygroundCell, 'object' | 'schema' | 'schemaErrors'>;
const mostErrors = 20;
const mostMs = 250;
const run = new Script('check()');

/**
 * Does an answer fit the schema it was asked to fit? A schema may hold patterns that take for ever on some texts, so the check is
 * ended after a quarter of a second, which `vm` can do in the middle of a pattern.
 */
export function fitOf(schema: object | null, text: string | null): SchemaFit {
  if (schema === null || text === null) return { object: null, schema: 'none', schemaErrors: [] };
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    return { object: null, schema: 'not_json', schemaErrors: [] };
  }
  const check = (): SchemaFit['schemaErrors'] => {
    const { errors } = new Validator(schema as Schema, '2020-12', false).validate(object);
    return nearest(errors).map(({ instanceLocation, error }) => ({
      path: instanceLocation.split('/').slice(1).join('.'),
      message: error,
    }));
  };
  try {
    const errors = run.runInContext(createContext({ check }), { timeout: mostMs }) as SchemaFit['schemaErrors'];
    return { object, schema: errors.length === 0 ? 'valid' : 'invalid', schemaErrors: errors.slice(0, mostErrors) };
  } catch (error) {
    const message = `cannot be checked: ${(error as Error).message}`.slice(0, 300);
    return { object, schema: 'invalid', schemaErrors: [{ path: '', message }] };
  }
}
